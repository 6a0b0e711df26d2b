namespace SiteBuilder.Delivery.Rollouts.Secrets;

/// <summary>The annotation <c>sitebuilder.dev/generate</c>: what the roll-out makes for a Secret, once, and keeps in the cluster.</summary>
/// <param name="Group">What it belongs to; Secrets of one group hold the same values in every namespace.</param>
internal abstract record GenerateRule(string Group)
{
    /// <summary>Every form that the annotation may have.</summary>
    public const string Forms =
        $"\"{RandomRule.Form}\", \"{AuthorityRule.Form}\", \"{CertificateRule.Form}\" or \"{TrustRule.Form}\"";

    /// <summary>The keys that the Secret gets.</summary>
    public abstract IReadOnlyList<string> Keys { get; }

    /// <summary>Null where the text has none of the forms.</summary>
    public static GenerateRule? Parse(string text)
    {
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        return parts is [{ Length: > 0 } group, var what]
            ? AuthorityRule.Parse(group, what) ?? CertificateRule.Parse(group, what) ?? TrustRule.Parse(group, what) ?? (GenerateRule?)RandomRule.Parse(group, what)
            : null;
    }
}

namespace SiteBuilder.Delivery.Rollouts.Secrets;

/// <summary>A certificate authority with its key, such as <c>platform-authority:authority</c>; only the roll-out reads it.</summary>
/// <param name="Group">The authority's name.</param>
internal sealed record AuthorityRule(string Group) : GenerateRule(Group)
{
    public const string Form = "<group>:authority";

    public override IReadOnlyList<string> Keys => CertificateKeys.All;

    /// <summary>Null where the text is not of that form.</summary>
    public static AuthorityRule? Parse(string group, string what) => what == "authority" ? new AuthorityRule(group) : null;
}

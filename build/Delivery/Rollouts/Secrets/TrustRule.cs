using System.Text.RegularExpressions;

namespace SiteBuilder.Delivery.Rollouts.Secrets;

/// <summary>What a client needs to know an authority's certificates, such as <c>platform-trust:trust in platform-authority</c>; holds no key.</summary>
/// <param name="Group">The group.</param>
/// <param name="Authority">The group of an <see cref="AuthorityRule"/> of the same release.</param>
internal sealed partial record TrustRule(string Group, string Authority) : GenerateRule(Group)
{
    public const string Form = "<group>:trust in <authority>";

    public override IReadOnlyList<string> Keys => [CertificateKeys.Trusted];

    /// <summary>Null where the text is not of that form.</summary>
    public static TrustRule? Parse(string group, string what) =>
        Words().Match(what) is { Success: true } match ? new TrustRule(group, match.Groups["authority"].Value) : null;

    [GeneratedRegex(@"^trust in (?<authority>[^ ]+)\z")]
    private static partial Regex Words();
}

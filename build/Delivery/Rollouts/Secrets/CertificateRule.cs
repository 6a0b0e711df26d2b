using System.Text.RegularExpressions;

namespace SiteBuilder.Delivery.Rollouts.Secrets;

/// <summary>
/// A server's certificate with its key, such as <c>postgres-certificate:certificate by platform-authority for postgres.database.svc.cluster.local,*.postgres-pods.database.svc.cluster.local</c>.
/// </summary>
/// <param name="Group">The group.</param>
/// <param name="Authority">Who signs: the group of an <see cref="AuthorityRule"/> of the same release.</param>
/// <param name="Names">The DNS names of the server; the first label may be <c>*</c>.</param>
internal sealed partial record CertificateRule(string Group, string Authority, IReadOnlyList<string> Names) : GenerateRule(Group)
{
    public const string Form = "<group>:certificate by <authority> for <DNS name>,...";
    private const int LongestName = 253;

    public override IReadOnlyList<string> Keys => CertificateKeys.All;

    /// <summary>Null where the text is not of that form, or a name is no DNS name or stands there twice.</summary>
    public static CertificateRule? Parse(string group, string what)
    {
        if (Words().Match(what) is not { Success: true } match)
        {
            return null;
        }

        List<string> names = [.. match.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries)];
        return names.TrueForAll(name => name.Length <= LongestName && DnsName().IsMatch(name)) && names.Distinct(StringComparer.Ordinal).Count() == names.Count
            ? new CertificateRule(group, match.Groups["authority"].Value, names)
            : null;
    }

    [GeneratedRegex("^certificate by (?<authority>[^ ]+) for (?<names>.+)$")]
    private static partial Regex Words();

    [GeneratedRegex(@"^(?:\*\.)?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\z")]
    private static partial Regex DnsName();
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Secrets;

/// <summary>
/// The authorities of one release and what they sign. What the cluster has is kept: an authority while its group and rotation are the same, what it has signed while
/// the annotation, the rotation and the authority are.
/// </summary>
/// <param name="live">The Secrets of the release that the cluster has, the oldest first.</param>
/// <param name="now">The time that new certificates begin at.</param>
internal sealed class GeneratedCertificates(IReadOnlyList<JsonObject> live, DateTimeOffset now) : IDisposable
{
    private readonly Dictionary<string, CertificateAuthority> _authorities = new(StringComparer.Ordinal);

    /// <summary>The values of an authority, whose certificates may be asked for from then on.</summary>
    /// <exception cref="StepFailedException">The cluster has one that cannot be read.</exception>
    public JsonObject Authority(JsonObject secret, AuthorityRule rule)
    {
        var group = live.Where(item => GeneratedSecrets.RuleOf(item) is AuthorityRule other && other.Group == rule.Group).ToList();
        var kept = group.Find(item => GeneratedSecrets.Rotation(item) == GeneratedSecrets.Rotation(secret) && IsWhole(item));
        if (!_authorities.TryGetValue(rule.Group, out var authority))
        {
            if (kept is not null)
            {
                authority = Read(kept);
            }
            else
            {
                using var before = group.FindLast(IsWhole) is { } last ? Read(last) : null;
                authority = CertificateAuthority.Create(rule.Group, before, now);
            }

            _authorities[rule.Group] = authority;
        }

        return Data(authority.Trusted, authority.Certificate, authority.Key);
    }

    /// <summary>The values of a server's certificate.</summary>
    public JsonObject Certificate(JsonObject secret, CertificateRule rule)
    {
        var authority = _authorities[rule.Authority];
        if (Kept(secret, authority) is { } data)
        {
            return data;
        }

        var (certificate, key) = authority.Issue(rule.Group, rule.Names, now);
        return Data(authority.Trusted, certificate, key);
    }

    /// <summary>The value of those who only look at certificates.</summary>
    public JsonObject Trust(TrustRule rule) => new() { [CertificateKeys.Trusted] = Encoded(_authorities[rule.Authority].Trusted) };

    public void Dispose()
    {
        foreach (var authority in _authorities.Values)
        {
            authority.Dispose();
        }
    }

    private JsonObject? Kept(JsonObject secret, CertificateAuthority authority) => live.FirstOrDefault(item =>
            GeneratedSecrets.RuleOf(item) is not null
            && item.Annotation(RolloutNames.GenerateAnnotation) == secret.Annotation(RolloutNames.GenerateAnnotation)
            && GeneratedSecrets.Rotation(item) == GeneratedSecrets.Rotation(secret)
            && IsWhole(item)
            && Value(item, CertificateKeys.Trusted) == authority.Trusted) is { } found
        ? Data(Value(found, CertificateKeys.Trusted), Value(found, CertificateKeys.Certificate), Value(found, CertificateKeys.Key))
        : null;

    private static CertificateAuthority Read(JsonObject secret)
    {
        try
        {
            return CertificateAuthority.Read(Value(secret, CertificateKeys.Certificate), Value(secret, CertificateKeys.Key), Value(secret, CertificateKeys.Trusted));
        }
        catch (CryptographicException problem)
        {
            throw new StepFailedException(
                RolloutNames.Stage,
                ObjectKey.Of(secret).ToString(),
                $"{CertificateKeys.Certificate} and {CertificateKeys.Key} are no certificate with its key: {problem.Message}",
                "the authority that the roll-out made",
                "put back what was there; or delete the Secret, and a new authority is made: until everything has started again, connections fail");
        }
    }

    private static bool IsWhole(JsonObject secret) => CertificateKeys.All.All(key => secret.Text("data", key) is { Length: > 0 });

    private static string Value(JsonObject secret, string key) => Encoding.ASCII.GetString(Convert.FromBase64String(secret.Text("data", key)!));

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private static JsonObject Data(string trusted, string certificate, string key) => new()
    {
        [CertificateKeys.Trusted] = Encoded(trusted),
        [CertificateKeys.Certificate] = Encoded(certificate),
        [CertificateKeys.Key] = Encoded(key),
    };
}

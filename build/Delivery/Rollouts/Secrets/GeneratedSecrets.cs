using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Secrets;

/// <summary>
/// Fills Secrets that ask for it: with the values that the cluster holds already, else with ones made now. So the values live in the cluster alone, never in a
/// repository, and every namespace of a group has the same.
/// </summary>
internal static class GeneratedSecrets
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>What is wrong with the annotations; empty where nothing is.</summary>
    public static IEnumerable<string> Problems(IReadOnlyCollection<JsonObject> objects)
    {
        var authorities = objects.Where(o => RuleOf(o) is AuthorityRule).ToLookup(o => RuleOf(o)!.Group);
        foreach (var item in objects)
        {
            if (item.Annotation(RolloutNames.GenerateAnnotation) is not { } text)
            {
                continue;
            }

            var (said, rule) = ($"{ObjectKey.Of(item)}: annotation {RolloutNames.GenerateAnnotation} is \"{text}\"", RuleOf(item));
            if (rule is null)
            {
                yield return $"{said}, expected {GenerateRule.Forms} on a Secret";
            }
            else if (rule is AuthorityRule && authorities[rule.Group].Skip(1).Any())
            {
                yield return $"{said}, as that of {authorities[rule.Group].Count()} Secrets, expected one: its key is for the roll-out alone; let the others be certificates or trust of it";
            }
            else if (Signer(rule) is { } signer && !authorities.Contains(signer))
            {
                yield return $"{said}, but no Secret of the release is the authority \"{signer}\"{Known(authorities)}; add a Secret with \"{signer}:authority\", or correct the name";
            }
        }
    }

    /// <summary>Fills the Secrets among the objects in place.</summary>
    public static async Task FillAsync(IReadOnlyList<JsonObject> objects, LiveLists lists, TimeProvider time, CancellationToken ct)
    {
        var asking = objects.Where(o => RuleOf(o) is not null).ToList();
        var live = await Task.WhenAll(asking.Select(o => o.Namespace()).Distinct()
            .Select(ns => lists.OfAsync(CoreResources.Secret, ns, ct))).ConfigureAwait(false);
        Fill(asking, [.. live.SelectMany(list => list.Items)], time.GetUtcNow());
    }

    /// <summary>
    /// The pure part. A name carries a hash of its definition, so another key gives another name: values are found by group, rotation and key
    /// in whatever Secret of the release has them, the oldest first. What names an authority that is not among those who ask stays empty: that is one of the problems.
    /// </summary>
    internal static void Fill(IReadOnlyList<JsonObject> asking, IReadOnlyList<JsonObject> live, DateTimeOffset now)
    {
        List<JsonObject> ordered = [.. live.Where(s => RuleOf(s) is not null).OrderBy(s => s.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ThenBy(s => s.Name(), StringComparer.Ordinal)];
        var values = Values(ordered);
        var signed = asking.Select(RuleOf).OfType<AuthorityRule>().Select(rule => rule.Group).ToHashSet(StringComparer.Ordinal);
        using var certificates = new GeneratedCertificates(ordered, now);
        foreach (var secret in asking.OrderBy(secret => RuleOf(secret) is AuthorityRule ? 0 : 1))
        {
            secret["data"] = RuleOf(secret) switch
            {
                RandomRule rule => Random(values, rule, Rotation(secret)),
                AuthorityRule rule => certificates.Authority(secret, rule),
                CertificateRule rule when signed.Contains(rule.Authority) => certificates.Certificate(secret, rule),
                TrustRule rule when signed.Contains(rule.Authority) => certificates.Trust(rule),
                _ => new JsonObject(),
            };
        }
    }

    /// <summary>What a Secret asks for; null where it asks for nothing, or in no form that there is.</summary>
    internal static GenerateRule? RuleOf(JsonObject item) =>
        item.IsSecret() && item.Annotation(RolloutNames.GenerateAnnotation) is { } text ? GenerateRule.Parse(text) : null;

    internal static string Rotation(JsonObject secret) => secret.Annotation(RolloutNames.RotationAnnotation) ?? "";

    private static Dictionary<(string Group, string Rotation, string Key), string> Values(IEnumerable<JsonObject> live)
    {
        var values = new Dictionary<(string Group, string Rotation, string Key), string>();
        foreach (var secret in live.Where(s => RuleOf(s) is RandomRule))
        {
            foreach (var (key, value) in secret["data"] as JsonObject ?? [])
            {
                if (value.Text() is { Length: > 0 } text)
                {
                    values.TryAdd((RuleOf(secret)!.Group, Rotation(secret), key), text);
                }
            }
        }

        return values;
    }

    private static JsonObject Random(Dictionary<(string Group, string Rotation, string Key), string> values, RandomRule rule, string rotation)
    {
        var data = new JsonObject();
        foreach (var (key, length) in rule.Lengths)
        {
            var id = (rule.Group, rotation, key);
            if (!values.TryGetValue(id, out var value))
            {
                values[id] = value = Convert.ToBase64String(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetString(Alphabet, length)));
            }

            data[key] = value;
        }

        return data;
    }

    private static string? Signer(GenerateRule rule) => rule switch
    {
        CertificateRule certificate => certificate.Authority,
        TrustRule trust => trust.Authority,
        _ => null,
    };

    private static string Known(ILookup<string, JsonObject> authorities) =>
        authorities.Count == 0 ? "" : $", which has {string.Join(", ", authorities.Select(group => $"\"{group.Key}\"").Order(StringComparer.Ordinal))}";
}

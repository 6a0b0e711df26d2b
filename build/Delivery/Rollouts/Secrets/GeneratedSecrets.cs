using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Secrets;

/// <summary>
/// Fills Secrets that ask for it: with the values that the cluster holds already, else with random ones made now. So the values live in the
/// cluster alone, never in a repository, and every namespace of a group has the same.
/// </summary>
internal static class GeneratedSecrets
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>What is wrong with the annotations; empty where nothing is.</summary>
    public static IEnumerable<string> Problems(IEnumerable<JsonObject> objects) => objects
        .Where(o => o.Annotation(RolloutNames.GenerateAnnotation) is { } text && (!o.IsSecret() || GenerateRule.Parse(text) is null))
        .Select(o => $"{ObjectKey.Of(o)}: annotation {RolloutNames.GenerateAnnotation} is \"{o.Annotation(RolloutNames.GenerateAnnotation)}\", expected \"<group>:<key>=<length>,...\" on a Secret, lengths 8 to 1024");

    /// <summary>Fills the Secrets among the objects in place.</summary>
    public static async Task FillAsync(IReadOnlyList<JsonObject> objects, ClusterClient client, CancellationToken ct)
    {
        var asking = objects
            .Where(o => o.IsSecret())
            .Select(o => (Secret: o, Rule: o.Annotation(RolloutNames.GenerateAnnotation) is { } text ? GenerateRule.Parse(text) : null))
            .Where(p => p.Rule is not null)
            .ToList();
        var live = await Task.WhenAll(asking.Select(p => client.FindAsync(CoreResources.Secret, p.Secret.Namespace(), p.Secret.Name(), ct))).ConfigureAwait(false);
        Fill([.. asking.Select((p, i) => (p.Secret, p.Rule!, live[i]))]);
    }

    /// <summary>The pure part: takes each key from the first Secret of its group that has it.</summary>
    internal static void Fill(IReadOnlyList<(JsonObject Secret, GenerateRule Rule, JsonObject? Live)> asking)
    {
        foreach (var group in asking.GroupBy(a => a.Rule.Group, StringComparer.Ordinal))
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (secret, rule, _) in group)
            {
                if (secret["data"] is not JsonObject data)
                {
                    secret["data"] = data = [];
                }

                foreach (var (key, length) in rule.Lengths)
                {
                    if (!values.TryGetValue(key, out var value))
                    {
                        value = group.Select(a => a.Live.Text("data", key)).FirstOrDefault(v => v is { Length: > 0 })
                            ?? Convert.ToBase64String(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetString(Alphabet, length)));
                        values[key] = value;
                    }

                    data[key] = value;
                }
            }
        }
    }
}

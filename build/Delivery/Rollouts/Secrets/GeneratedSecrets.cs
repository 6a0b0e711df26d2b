using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
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
    public static async Task FillAsync(IReadOnlyList<JsonObject> objects, LiveLists lists, CancellationToken ct)
    {
        var asking = objects.Where(o => RuleOf(o) is not null).ToList();
        var live = await Task.WhenAll(asking.Select(o => o.Namespace()).Distinct()
            .Select(ns => lists.OfAsync(CoreResources.Secret, ns, ct))).ConfigureAwait(false);
        Fill(asking, [.. live.SelectMany(list => list.Items)]);
    }

    /// <summary>
    /// The pure part. A name carries a hash of its definition, so another key gives another name: values are found by group, rotation and key
    /// in whatever Secret of the release has them, the oldest first.
    /// </summary>
    internal static void Fill(IReadOnlyList<JsonObject> asking, IReadOnlyList<JsonObject> live)
    {
        var values = new Dictionary<(string Group, string Rotation, string Key), string>();
        foreach (var secret in live.Where(s => RuleOf(s) is not null).OrderBy(s => s.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ThenBy(s => s.Name(), StringComparer.Ordinal))
        {
            foreach (var (key, value) in secret["data"] as JsonObject ?? [])
            {
                if (value.Text() is { Length: > 0 } text)
                {
                    values.TryAdd((RuleOf(secret)!.Group, Rotation(secret), key), text);
                }
            }
        }

        foreach (var secret in asking)
        {
            var rule = RuleOf(secret)!;
            var data = new JsonObject();
            foreach (var (key, length) in rule.Lengths)
            {
                var id = (rule.Group, Rotation(secret), key);
                if (!values.TryGetValue(id, out var value))
                {
                    values[id] = value = Convert.ToBase64String(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetString(Alphabet, length)));
                }

                data[key] = value;
            }

            secret["data"] = data;
        }
    }

    private static GenerateRule? RuleOf(JsonObject item) =>
        item.IsSecret() && item.Annotation(RolloutNames.GenerateAnnotation) is { } text ? GenerateRule.Parse(text) : null;

    private static string Rotation(JsonObject secret) => secret.Annotation(RolloutNames.RotationAnnotation) ?? "";
}

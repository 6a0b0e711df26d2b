using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>
/// What others have set of what the release names, read from <c>metadata.managedFields</c>: applying it would be a conflict. What others have added is
/// not among it: server-side apply leaves it alone.
/// </summary>
internal sealed class ForeignFields
{
    private readonly List<(ForeignField Field, JsonObject Parent, string Key)> _found = [];
    private readonly JsonObject _copy;

    private ForeignFields(JsonObject desired, JsonObject live)
    {
        _copy = desired.Copy();
        foreach (var entry in live.Items("metadata", "managedFields").Where(e => e.Text("manager") != RolloutNames.FieldManager && e.Text("subresource") != "status"))
        {
            if (entry["fieldsV1"] is JsonObject fields)
            {
                Walk("", "", _copy, live, fields, entry);
            }
        }
    }

    /// <summary>The fields, in the order of their paths.</summary>
    public IReadOnlyList<ForeignField> All => [.. _found.Select(f => f.Field).OrderBy(f => f.Path, StringComparer.Ordinal)];

    public static ForeignFields Of(JsonObject desired, JsonObject live) => new(desired, live);

    /// <summary>The desired object without those of the fields; what it no longer names stays as others have it.</summary>
    public JsonObject Without(Func<ForeignField, bool> which)
    {
        var left = _found.Where(f => which(f.Field)).ToList();
        foreach (var (_, parent, key) in left)
        {
            parent.Remove(key);
        }

        return _copy.Copy();
    }

    private void Walk(string path, string name, JsonNode? desired, JsonNode? live, JsonObject fields, JsonObject entry)
    {
        foreach (var (step, child) in fields.Where(f => f.Key != "."))
        {
            var inner = child is JsonObject { Count: > 0 } below && below.Any(f => f.Key != ".") ? below : null;
            var rest = step[2..];
            if (step.StartsWith("f:", StringComparison.Ordinal) && desired is JsonObject parent && parent[rest] is { } wanted)
            {
                var found = (live as JsonObject)?[rest];
                if (inner is not null && wanted is JsonObject or JsonArray)
                {
                    Walk($"{path}.{rest}", rest, wanted, found, inner, entry);
                }
                else if (inner is null && child is JsonObject { Count: 0 } && !FieldComparison.Agrees(_copy, name, wanted, found))
                {
                    Add($"{path}.{rest}", parent, rest, found, entry);
                }
            }
            else if (step.StartsWith("k:", StringComparison.Ordinal) && inner is not null && JsonNode.Parse(rest) is JsonObject keys && OwnedFields.Element(desired, keys) is { } element)
            {
                Walk($"{path}[{string.Join(',', keys.Select(k => $"{k.Key}={k.Value?.ToJsonString()}"))}]", name, element, OwnedFields.Element(live, keys), inner, entry);
            }
        }
    }

    private void Add(string path, JsonObject parent, string key, JsonNode? theirs, JsonObject entry)
    {
        if (_found.Any(f => f.Field.Path == path))
        {
            return;
        }

        var secret = _copy.IsSecret() && path.StartsWith(".data", StringComparison.Ordinal);
        _found.Add((new ForeignField(path, entry.Text("manager") ?? "", Show(theirs, secret), Show(parent[key], secret), IsTheirs(path, key, entry)), parent, key));
    }

    /// <summary>What an autoscaler of another release has set, and certificates that a controller fills into webhooks, definitions and API services.</summary>
    private static bool IsTheirs(string path, string key, JsonObject entry) =>
        key == "caBundle" || (path == ".spec.replicas" && entry.Text("subresource") == "scale" && entry.Text("manager") == "kube-controller-manager");

    private static string Show(JsonNode? value, bool secret) => secret ? "***" : FieldDiff.Show(value) ?? "null";
}

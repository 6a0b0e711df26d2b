using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>What the server says we own of an object (<c>metadata.managedFields</c>): a field that we own and no longer want has to go.</summary>
internal static class OwnedFields
{
    /// <summary>
    /// Whether we have applied the object before and surely want every field that we own. managedFields tell nothing of what is inside a value
    /// that is owned as a whole (a Service's selector): where the live one has more than is desired, we cannot be sure.
    /// </summary>
    public static bool AreAllDesired(JsonObject live, JsonObject desired)
    {
        return Of(live, desired.ApiVersion()) is { } fields && Covers(desired, live, fields, IsAll);
    }

    /// <summary>
    /// Whether the fields that we own are the desired ones, neither more nor fewer, so that nobody has changed one since we applied them. What is inside a
    /// value that is owned as a whole is not looked at: the server may have added defaults to it (the claims of a StatefulSet).
    /// </summary>
    public static bool AreTheDesired(JsonObject live, JsonObject desired) =>
        Of(live, desired.ApiVersion()) is { } fields && Covers(desired, live, fields, (_, _) => true) && desired.All(p => p.Key is "apiVersion" or "kind" || (p.Key == "metadata" ? Metadata(p.Value, fields) : IsOwned(p.Value, fields[$"f:{p.Key}"])));

    /// <summary>Our own set of fields; null where we have never applied the object in this version of its API.</summary>
    public static JsonObject? Of(JsonObject live, string apiVersion)
    {
        var entry = live.Items("metadata", "managedFields").FirstOrDefault(e =>
            e.Text("manager") == RolloutNames.FieldManager && e.Text("operation") == "Apply" && e.Text("subresource") is null);
        return entry is not null && entry.Text("apiVersion") == apiVersion ? entry["fieldsV1"] as JsonObject : null;
    }

    private static bool Metadata(JsonNode? desired, JsonObject fields) =>
        desired is JsonObject metadata && metadata.All(p => p.Key is "name" or "namespace" || IsOwned(p.Value, fields.At("f:metadata", $"f:{p.Key}")));

    private static bool IsOwned(JsonNode? desired, JsonNode? owned)
    {
        if (owned is not JsonObject fields)
        {
            return false;
        }

        // owned as a whole, or a value
        if (fields.All(f => f.Key == "."))
        {
            return true;
        }

        return desired switch
        {
            JsonObject wanted => wanted.All(p => IsOwned(p.Value, fields[$"f:{p.Key}"])),
            JsonArray list => list.All(e => fields.Any(f => f.Key[..2] switch
            {
                "v:" => JsonNode.DeepEquals(JsonNode.Parse(f.Key[2..]), e),
                "k:" => JsonNode.Parse(f.Key[2..]) is JsonObject keys && e is JsonObject && Element(new JsonArray(e.DeepClone()), keys) is not null && IsOwned(e, f.Value),
                _ => false,
            })),
            _ => true,
        };
    }

    private static bool Covers(JsonNode? desired, JsonNode? live, JsonObject owned, Func<JsonNode?, JsonNode?, bool> isWhole)
    {
        foreach (var (name, child) in owned)
        {
            if (name == ".")
            {
                continue;
            }

            var (found, present) = name[..2] switch
            {
                "f:" => ((desired as JsonObject)?[name[2..]], (live as JsonObject)?[name[2..]]),
                "k:" => JsonNode.Parse(name[2..]) is JsonObject keys ? (Element(desired, keys), Element(live, keys)) : default,
                "v:" => (Value(desired, name[2..]), Value(live, name[2..])),
                _ => default,
            };
            if (found is null || !(child is JsonObject inner && inner.Any(f => f.Key != ".") ? Covers(found, present, inner, isWhole) : isWhole(found, present)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the live value, owned as a whole, has nothing that is not desired.</summary>
    private static bool IsAll(JsonNode? desired, JsonNode? live) => (desired, live) switch
    {
        (JsonObject wanted, JsonObject present) => present.All(p => wanted.ContainsKey(p.Key) && IsAll(wanted[p.Key], p.Value)),
        (JsonArray wanted, JsonArray present) => wanted.Count == present.Count && wanted.Zip(present).All(pair => IsAll(pair.First, pair.Second)),
        _ => true,
    };

    private static JsonNode? Value(JsonNode? list, string value) =>
        JsonNode.Parse(value) is { } wanted ? (list as JsonArray)?.FirstOrDefault(v => JsonNode.DeepEquals(v, wanted)) : null;

    /// <summary>The element with these keys; a key that is not written is its default: the protocol of a port is TCP, and of others the default is not known.</summary>
    internal static JsonNode? Element(JsonNode? desired, JsonObject keys)
    {
        if (desired is not JsonArray list)
        {
            return null;
        }

        return list.OfType<JsonObject>().FirstOrDefault(e => keys.All(k => e.TryGetPropertyValue(k.Key, out var value) ? JsonNode.DeepEquals(value, k.Value) : k.Key != "protocol" || k.Value.Text() == "TCP") && keys.Any(k => e.ContainsKey(k.Key)));
    }
}

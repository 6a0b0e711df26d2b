using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>What the server says we own of an object (<c>metadata.managedFields</c>): a field that we own and no longer want has to go.</summary>
internal static class OwnedFields
{
    /// <summary>Whether we have applied the object before and want every field that we own.</summary>
    public static bool AreAllDesired(JsonObject live, JsonObject desired)
    {
        var entry = live.Items("metadata", "managedFields").FirstOrDefault(e =>
            e.Text("manager") == RolloutNames.FieldManager && e.Text("operation") == "Apply" && e.Text("subresource") is null);
        return entry is not null && entry.Text("apiVersion") == desired.ApiVersion() && entry["fieldsV1"] is JsonObject fields && Covers(desired, fields);
    }

    private static bool Covers(JsonNode? desired, JsonObject owned)
    {
        foreach (var (name, child) in owned)
        {
            if (name == ".")
            {
                continue;
            }

            var found = name[..2] switch
            {
                "f:" => desired is JsonObject item ? item[name[2..]] : null,
                "k:" => Element(desired, JsonNode.Parse(name[2..]) as JsonObject ?? []),
                "v:" => desired is JsonArray list ? list.FirstOrDefault(v => JsonNode.DeepEquals(v, JsonNode.Parse(name[2..]))) : null,
                _ => null,
            };
            if (found is null || (child is JsonObject { Count: > 0 } inner && !Covers(found, inner)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The element with these keys; a key that is not written (a default, such as the protocol of a port) does not count.</summary>
    private static JsonNode? Element(JsonNode? desired, JsonObject keys)
    {
        if (desired is not JsonArray list)
        {
            return null;
        }

        return list.OfType<JsonObject>().FirstOrDefault(e => keys.All(k => !e.TryGetPropertyValue(k.Key, out var value) || JsonNode.DeepEquals(value, k.Value)) && keys.Any(k => e.ContainsKey(k.Key)));
    }
}

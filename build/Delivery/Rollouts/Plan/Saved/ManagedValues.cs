using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Plan.Saved;

/// <summary>Of a live object what the release manages: the values of the fields that it owns. Status and what others have added is not among it.</summary>
internal static class ManagedValues
{
    private static readonly string[] s_servers = ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp"];

    /// <param name="live">The object.</param>
    /// <param name="isScaled">Whether its replicas are an autoscaler's.</param>
    public static JsonNode Of(JsonObject live, bool isScaled)
    {
        if (OwnedFields.Of(live, live.ApiVersion()) is { } owned)
        {
            var fields = owned.Copy();
            if (isScaled && fields["f:spec"] is JsonObject spec)
            {
                spec.Remove("f:replicas");
            }

            return Values(live, fields);
        }

        var copy = live.Copy();
        copy.Remove("status");
        foreach (var field in s_servers)
        {
            (copy["metadata"] as JsonObject)?.Remove(field);
        }

        return copy;
    }

    private static JsonObject Values(JsonNode? live, JsonObject fields)
    {
        var values = new JsonObject();
        foreach (var (step, child) in fields.Where(f => f.Key != "."))
        {
            var found = step[..2] switch
            {
                "f:" => (live as JsonObject)?[step[2..]],
                "k:" => JsonNode.Parse(step[2..]) is JsonObject keys ? OwnedFields.Element(live, keys) : null,
                _ => JsonValue.Create(true),
            };
            values[step] = child is JsonObject inner && inner.Any(f => f.Key != ".") ? Values(found, inner) : found?.DeepClone();
        }

        return values;
    }
}

using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>Reads paths of a live object; what is missing reads as nothing.</summary>
internal static class LiveNode
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            node = (node as JsonObject)?[step];
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString() : null;

    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is not JsonValue value ? null : value.TryGetValue<long>(out var number) ? number : value.TryGetValue<int>(out var small) ? small : null;

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The condition of a type; null where the object has none of it.</summary>
    public static JsonObject? Condition(this JsonNode? node, string type) =>
        node.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    public static bool Says(this JsonObject? condition, string status) => condition.Text("status") == status;

    /// <summary>Reason and message of a condition in one line.</summary>
    public static string Why(this JsonObject condition) =>
        string.Join(": ", new[] { condition.Text("reason"), condition.Text("message") }.Where(text => !string.IsNullOrEmpty(text)));

    public static bool IsOwnedBy(this JsonObject item, string? uid) =>
        uid is not null && item.Items("metadata", "ownerReferences").Any(owner => owner.Text("uid") == uid);
}

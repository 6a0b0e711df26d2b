using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>Reading objects that travel as JSON: a missing field is null or empty, never an exception.</summary>
internal static class ObjectJson
{
    public static string ApiVersion(this JsonObject item) => item.Text("apiVersion") ?? "";

    public static string Kind(this JsonObject item) => item.Text("kind") ?? "";

    public static string Name(this JsonObject item) => item.Text("metadata", "name") ?? "";

    public static string? Namespace(this JsonObject item) => item.Text("metadata", "namespace") is { Length: > 0 } value ? value : null;

    public static string Uid(this JsonObject item) => item.Text("metadata", "uid") ?? "";

    public static string ResourceVersion(this JsonObject item) => item.Text("metadata", "resourceVersion") ?? "";

    public static string? Label(this JsonObject item, string key) => item.Text("metadata", "labels", key);

    public static string? Annotation(this JsonObject item, string key) => item.Text("metadata", "annotations", key);

    public static bool IsSecret(this JsonObject item) => item.Kind() == "Secret" && item.ApiVersion() == "v1";

    /// <summary>The node at the path; null where it or a parent is missing.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            node = node is JsonObject parent && parent.TryGetPropertyValue(step, out var child) ? child : null;
        }

        return node;
    }

    /// <summary>The text at the path; numbers and truth values as JSON writes them.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    /// <summary>The objects of the list at the path; empty where there is none.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray list ? list.OfType<JsonObject>() : [];

    /// <summary>A copy that shares nothing with the original.</summary>
    public static JsonObject Copy(this JsonObject item) => (JsonObject)item.DeepClone();
}

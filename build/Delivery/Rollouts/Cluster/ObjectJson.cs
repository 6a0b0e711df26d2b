using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

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

    /// <summary>A copy that shares nothing with the original.</summary>
    public static JsonObject Copy(this JsonObject item) => (JsonObject)item.DeepClone();
}

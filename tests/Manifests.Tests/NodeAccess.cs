using System.Text.Json.Nodes;

namespace SiteBuilder.Manifests.Tests;

/// <summary>Short ways into objects.</summary>
internal static class NodeAccess
{
    public static string Kind(this JsonObject item) => item.Text("kind")!;

    public static string Name(this JsonObject item) => item.Text("metadata.name")!;

    public static string Namespace(this JsonObject item) => item.Text("metadata.namespace") ?? "";

    public static bool IsClusterWide(this JsonObject item) => item.Kind() is "Namespace" or "ValidatingAdmissionPolicy" or "ValidatingAdmissionPolicyBinding";

    public static string Id(this JsonObject item) => $"{item.Kind()} {item.Namespace()}/{item.Name()}";

    public static string? Text(this JsonNode item, string path) => item.At(path)?.ToString();

    /// <summary>The node under a dotted path of keys and indexes, or null.</summary>
    public static JsonNode? At(this JsonNode item, string path) => path.Split('.').Aggregate((JsonNode?)item, (node, step) => node switch
    {
        JsonObject map => map[step],
        JsonArray list when int.TryParse(step, out var index) && index < list.Count => list[index],
        _ => null,
    });

    public static IEnumerable<JsonObject> Items(this JsonNode item, string path) => item.At(path)?.AsArray().Select(node => node!.AsObject()) ?? [];

    /// <summary>Sets the node under a path of keys and indexes between slashes; <c>~</c> stands for a slash in a key.</summary>
    public static void Set(this JsonNode item, string path, string? value)
    {
        var steps = path.Split('/').Select(step => step.Replace('~', '/')).ToList();
        var parent = steps[..^1].Aggregate(item, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!);
        if (int.TryParse(steps[^1], out var last))
        {
            parent[last] = value;
        }
        else
        {
            parent[steps[^1]] = value;
        }
    }

    /// <summary>A label or annotation, whose key has dots.</summary>
    public static string? Mark(this JsonObject item, string map, string key) => item["metadata"]?[map]?[key]?.ToString();

    public static IEnumerable<JsonObject> OfKind(this IEnumerable<JsonObject> objects, string kind) => objects.Where(item => item.Kind() == kind);

    public static JsonObject The(this IEnumerable<JsonObject> objects, string kind, string name) =>
        objects.OfKind(kind).Single(item => item.Name() == name || (item.Name().StartsWith(name + "-", StringComparison.Ordinal) && item.Name().Length == name.Length + 11));

    /// <summary>The pod template of a Deployment, StatefulSet, Job or CronJob; null for other kinds.</summary>
    public static JsonObject? PodTemplate(this JsonObject item) => item.Kind() switch
    {
        "Deployment" or "StatefulSet" or "Job" => item.At("spec.template")!.AsObject(),
        "CronJob" => item.At("spec.jobTemplate.spec.template")!.AsObject(),
        _ => null,
    };

    public static IEnumerable<JsonObject> Containers(this JsonObject item) => item.PodTemplate()?.Items("spec.containers") ?? [];
}

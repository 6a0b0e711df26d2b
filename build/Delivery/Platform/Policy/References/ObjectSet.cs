using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Platform.Policy.References;

/// <summary>All objects of a release, as those that speak of each other look for each other.</summary>
internal sealed class ObjectSet(IReadOnlyCollection<JsonObject> objects)
{
    public IEnumerable<JsonObject> All => objects;

    public IEnumerable<JsonObject> OfKind(params string[] kinds) => objects.Where(item => kinds.Contains(Read.Text(item, "kind")));

    public bool Has(string kind, string ns, string? name) => OfKind(kind).Any(item => NamespaceOf(item) == ns && NameOf(item) == name);

    /// <summary>The pods of workloads in a namespace that a selector finds; an empty selector finds all.</summary>
    public IEnumerable<JsonObject> Pods(string ns, JsonNode? selector) => objects
        .Where(item => NamespaceOf(item) == ns && TemplateOf(item) is { } pod && Labels(item, pod).Any(labels => Finds(selector, labels))).Select(item => TemplateOf(item)!);

    /// <summary>Numbers and names of the ports of a pod.</summary>
    public static IEnumerable<string> PortsOf(JsonObject pod) => Containers(pod).SelectMany(container => PodView.Items(container, "ports"))
        .SelectMany(port => (string?[])[Read.Text(port, "containerPort"), Read.Text(port, "name")]).OfType<string>();

    /// <summary>The pod that an object makes; null for kinds that make none.</summary>
    public static JsonObject? TemplateOf(JsonObject item) => Read.Text(item, "kind") switch
    {
        "Pod" => item,
        "CronJob" => Read.Node(item, "spec", "jobTemplate", "spec", "template") as JsonObject,
        _ => Read.Node(item, "spec", "template") as JsonObject,
    };

    public static IEnumerable<JsonObject> Containers(JsonObject pod) =>
        Read.Node(pod, "spec") is JsonObject spec ? PodView.Items(spec, "initContainers").Concat(PodView.Items(spec, "containers")) : [];

    public static string NameOf(JsonObject item) => Read.Text(item, "metadata", "name") ?? "";

    public static string NamespaceOf(JsonObject item) => Read.Text(item, "metadata", "namespace") ?? "";

    public static string IdOf(JsonObject item) => $"{Read.Text(item, "kind")} {(NamespaceOf(item) is { Length: > 0 } ns ? ns + "/" : "")}{NameOf(item)}";

    /// <summary>The labels of the pods that an object makes; a StatefulSet gives each of its pods two more.</summary>
    private static IEnumerable<JsonObject> Labels(JsonObject item, JsonObject pod)
    {
        var labels = Read.Node(pod, "metadata", "labels") as JsonObject ?? [];
        if (Read.Text(item, "kind") != "StatefulSet")
        {
            return [labels];
        }

        var first = Number(item, "spec", "ordinals", "start") ?? 0;
        return Enumerable.Range(first, Number(item, "spec", "replicas") ?? 1).Select(ordinal =>
        {
            var own = (JsonObject)labels.DeepClone();
            own["statefulset.kubernetes.io/pod-name"] = $"{NameOf(item)}-{ordinal}";
            own["apps.kubernetes.io/pod-index"] = $"{ordinal}";
            return own;
        });
    }

    private static int? Number(JsonObject item, params string[] path) => int.TryParse(Read.Text(item, path), out var number) ? number : null;

    private static bool Finds(JsonNode? selector, JsonObject labels)
    {
        var plain = Read.Node(selector, "matchLabels") ?? (Read.Node(selector, "matchExpressions") is null ? selector : null);
        return (plain as JsonObject ?? []).All(label => Read.Text(labels, label.Key) == label.Value?.ToString())
            && (selector is not JsonObject map || PodView.Items(map, "matchExpressions").All(one => Read.Text(one, "operator") != "In" || (one["values"] as JsonArray ?? []).Any(value => value?.ToString() == Read.Text(labels, Read.Text(one, "key") ?? ""))));
    }
}

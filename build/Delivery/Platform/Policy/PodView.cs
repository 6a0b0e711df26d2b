using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Platform.Policy;

/// <summary>The pod inside an object, whatever its kind.</summary>
internal sealed class PodView
{
    private readonly JsonObject _template;

    private PodView(string id, JsonObject template, bool serves)
    {
        _template = template;
        Object = id;
        Serves = serves;
        Spec = template["spec"] as JsonObject ?? [];
        Containers =
        [
            .. Items(Spec, "initContainers").Select(item => new ContainerView(item, IsMain: false)),
            .. Items(Spec, "containers").Select(item => new ContainerView(item, IsMain: true)),
            .. Items(Spec, "ephemeralContainers").Select(item => new ContainerView(item, IsMain: false)),
        ];
    }

    /// <summary>The object that the pod belongs to, for reports.</summary>
    public string Object { get; }

    /// <summary>False for pods that end by themselves: Jobs.</summary>
    public bool Serves { get; }

    public JsonObject Spec { get; }

    public IReadOnlyList<ContainerView> Containers { get; }

    /// <summary>The pod of an object; null for kinds without one.</summary>
    public static PodView? Of(JsonObject item)
    {
        var kind = Read.Text(item, "kind") ?? "";
        var name = $"{kind} {Read.Text(item, "metadata", "namespace")}/{Read.Text(item, "metadata", "name")}".Replace(" /", " ", StringComparison.Ordinal);
        return kind switch
        {
            "Pod" => new PodView(name, item, Read.Text(item, "spec", "restartPolicy") is null or "Always"),
            "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "ReplicationController" => new PodView(name, Template(item, "spec", "template"), serves: true),
            "Job" => new PodView(name, Template(item, "spec", "template"), serves: false),
            "CronJob" => new PodView(name, Template(item, "spec", "jobTemplate", "spec", "template"), serves: false),
            _ => null,
        };
    }

    public string? Annotation(string key) => Read.Text(_template, "metadata", "annotations", key);

    public static IEnumerable<JsonObject> Items(JsonObject parent, string key) => (parent[key] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static JsonObject Template(JsonObject item, params string[] path) => Read.Node(item, path) as JsonObject ?? [];
}

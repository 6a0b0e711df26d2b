using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>Where pods may run: nodes that take pods, are those that are asked for by nodeSelector and nodeAffinity, and have no taint that is not tolerated.</summary>
internal static class NodeFit
{
    private const string OwnTaints = "node.kubernetes.io/";
    private const string ArchitectureLabel = "kubernetes.io/arch";

    public static IReadOnlyList<JsonObject> Of(JsonNode? pod, IEnumerable<JsonObject> nodes) => [.. nodes.Where(n => !n.Flag("spec", "unschedulable") && IsAskedFor(pod, n) && IsTolerated(pod, n))];

    /// <summary>The same for the pods of a DaemonSet: they tolerate what Kubernetes itself says of the state of a node, a cordon too.</summary>
    public static IReadOnlyList<JsonObject> OfDaemon(JsonNode? pod, IEnumerable<JsonObject> nodes) => [.. nodes.Where(n => IsAskedFor(pod, n) && IsTolerated(pod, n, exceptOwn: true))];

    /// <summary>Such as <c>amd64</c>.</summary>
    public static string Architecture(JsonObject node) => node.Text("status", "nodeInfo", "architecture") ?? node.Label(ArchitectureLabel) ?? "";

    private static bool IsAskedFor(JsonNode? pod, JsonObject node) => PodSelector.HasAll(pod.At("nodeSelector"), node.At("metadata", "labels"))
        && (pod.At("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution") is not { } required || required.Items("nodeSelectorTerms").Any(term => IsMeant(term, node)));

    /// <summary>Whether all of a term holds; an empty one means no node. The name is the only field that can be asked for.</summary>
    private static bool IsMeant(JsonObject term, JsonObject node)
    {
        var (labels, fields) = (term.Items("matchExpressions").ToList(), term.Items("matchFields").ToList());
        return labels.Count + fields.Count > 0
            && labels.TrueForAll(e => PodSelector.Holds(e, node.At("metadata", "labels")))
            && fields.TrueForAll(e => PodSelector.Holds(e, new JsonObject { ["metadata.name"] = node.Name() }));
    }

    private static bool IsTolerated(JsonNode? pod, JsonObject node, bool exceptOwn = false) => node.Items("spec", "taints").Where(t => t.Text("effect") is "NoSchedule" or "NoExecute")
        .Where(t => !exceptOwn || t.Text("key")?.StartsWith(OwnTaints, StringComparison.Ordinal) != true)
        .All(taint => pod.Items("tolerations").Any(t => Tolerates(t, taint)));

    private static bool Tolerates(JsonObject toleration, JsonObject taint) =>
        (toleration.Text("effect") is null or "" || toleration.Text("effect") == taint.Text("effect"))
        && (toleration.Text("operator") == "Exists" ? toleration.Text("key") is null or "" || toleration.Text("key") == taint.Text("key")
            : toleration.Text("key") == taint.Text("key") && (toleration.Text("value") ?? "") == (taint.Text("value") ?? ""));
}

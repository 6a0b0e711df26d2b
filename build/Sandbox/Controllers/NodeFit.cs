using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Whether a pod may run on a node as far as labels and taints decide it.</summary>
internal static class NodeFit
{
    public static bool IsSelected(JsonObject podSpec, JsonObject node)
    {
        Dictionary<string, string> labels = new(node.Labels()) { ["metadata.name"] = node.Name() };
        JsonObject? required = podSpec.Object("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution");
        return podSpec.Map("nodeSelector").All(wanted => labels.GetValueOrDefault(wanted.Key) == wanted.Value)
            && (required is null || required.Items("nodeSelectorTerms").Any(term =>
                term.Items("matchExpressions").Concat(term.Items("matchFields")).All(expression => LabelSelector.Holds(expression, labels))));
    }

    /// <summary>The first taint that keeps the pod away.</summary>
    public static JsonObject? UntoleratedTaint(IReadOnlyList<JsonObject> tolerations, JsonObject node) =>
        node.Items("spec", "taints").FirstOrDefault(taint => taint.Text("effect") is "NoSchedule" or "NoExecute" && !tolerations.Any(toleration => Tolerates(toleration, taint)));

    private static bool Tolerates(JsonObject toleration, JsonObject taint) =>
        (toleration.Text("effect") is null or "" || toleration.Text("effect") == taint.Text("effect"))
        && (toleration.Text("key") is null or "" || toleration.Text("key") == taint.Text("key"))
        && (toleration.Text("operator") == "Exists" || (toleration.Text("value") ?? "") == (taint.Text("value") ?? ""));
}

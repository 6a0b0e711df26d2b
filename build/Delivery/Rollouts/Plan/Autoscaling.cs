using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>Once a workload is there, its replicas belong to the HorizontalPodAutoscaler of the release that scales it, whatever the manifest says.</summary>
internal static class Autoscaling
{
    /// <summary>What the autoscalers among the objects scale.</summary>
    public static IReadOnlySet<ObjectKey> Targets(IEnumerable<JsonObject> objects) => objects
        .Where(o => o.Kind() == "HorizontalPodAutoscaler")
        .Select(o => new ObjectKey(ObjectKey.GroupOf(o.Text("spec", "scaleTargetRef", "apiVersion") ?? ""), o.Text("spec", "scaleTargetRef", "kind") ?? "", o.Namespace(), o.Text("spec", "scaleTargetRef", "name") ?? ""))
        .ToHashSet();

    /// <summary>
    /// The desired workload with its replicas left as they are: not named, or, where nobody has changed them since we wrote them, named as they
    /// are, because a field that we own and no longer name is set back to its default.
    /// </summary>
    public static JsonObject LeaveReplicas(JsonObject desired, JsonObject live)
    {
        if (desired.At("spec", "replicas") is null && !Owns(live))
        {
            return desired;
        }

        var copy = desired.Copy();
        var spec = (JsonObject)copy["spec"]!;
        if (Owns(live) && live.At("spec", "replicas") is { } replicas)
        {
            spec["replicas"] = replicas.DeepClone();
        }
        else
        {
            spec.Remove("replicas");
        }

        return copy;
    }

    private static bool Owns(JsonObject live) => live.Items("metadata", "managedFields").Any(f =>
        f.Text("manager") == RolloutNames.FieldManager && f.Text("operation") == "Apply" && f.At("fieldsV1", "f:spec", "f:replicas") is not null);
}

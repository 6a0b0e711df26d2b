using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>Once a workload is there, its replicas belong to the autoscaler of the release that scales it, whatever the manifest says: a HorizontalPodAutoscaler, or a ScaledObject of KEDA.</summary>
internal static class Autoscaling
{
    private const string Autoscaler = "HorizontalPodAutoscaler";
    private const string Scaled = "ScaledObject";

    /// <summary>The kinds of autoscalers.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Autoscaler, Scaled];

    /// <summary>What the autoscalers among the objects scale.</summary>
    public static IReadOnlySet<ObjectKey> Targets(IEnumerable<JsonObject> objects) => objects.Where(Is).Select(Target).ToHashSet();

    /// <summary>What an autoscaler scales; KEDA takes a target that says nothing of its kind for a Deployment.</summary>
    public static ObjectKey Target(JsonObject autoscaler)
    {
        var isScaled = autoscaler.Kind() == Scaled;
        string Of(string field, string fallback) => autoscaler.Text("spec", "scaleTargetRef", field) ?? (isScaled ? fallback : "");
        return new ObjectKey(ObjectKey.GroupOf(Of("apiVersion", "apps/v1")), Of("kind", "Deployment"), autoscaler.Namespace(), Of("name", ""));
    }

    /// <summary>The least number of pods; both kinds have a default of their own.</summary>
    public static long Least(JsonObject autoscaler) => autoscaler.Kind() == Scaled ? autoscaler.Number("spec", "minReplicaCount") ?? 0 : autoscaler.Number("spec", "minReplicas") ?? 1;

    private static bool Is(JsonObject item) => item.Kind() == Autoscaler || (item.Kind() == Scaled && ObjectKey.GroupOf(item.Text("apiVersion") ?? "") == "keda.sh");

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

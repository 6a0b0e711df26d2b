using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>
/// Pods that may not be made: quota, limits, Pod Security, an admission webhook. A Deployment says so in its conditions; of a StatefulSet, a
/// DaemonSet and a Job only events tell. Each try makes a new event and those of an earlier release are still there, so what happened before
/// our last write does not count, nor does anything once no pod is missing.
/// </summary>
internal static class PodCreation
{
    /// <summary>Quota or admission may be put right by somebody else within moments.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>Whether events are needed to tell.</summary>
    public static bool IsToldByEvents(JsonObject workload) => workload.Kind() is "StatefulSet" or "DaemonSet" or "ReplicaSet" or "Job";

    /// <summary>The failure; null where pods are made as they should.</summary>
    /// <param name="workload">The live object.</param>
    /// <param name="events">Events of its namespace, the oldest first.</param>
    public static ObjectStatus? Refused(JsonObject workload, IReadOnlyList<JsonObject> events)
    {
        if (Made(workload) >= Wanted(workload))
        {
            return null;
        }

        var (uid, since) = (workload.Uid(), LastWrite(workload));
        var refusal = events.LastOrDefault(e => e.Text("involvedObject", "uid") == uid && e.Text("reason") == "FailedCreate" && When(e) >= since);
        return refusal is null ? null : ObjectStatus.Failed($"FailedCreate: {refusal.Text("message")}", Grace);
    }

    private static long Made(JsonObject workload) => workload.Kind() switch
    {
        "DaemonSet" => workload.Number("status", "currentNumberScheduled") ?? 0,
        "Job" => (workload.Number("status", "active") ?? 0) + (workload.Number("status", "succeeded") ?? 0) + (workload.Number("status", "failed") ?? 0),
        _ => workload.Number("status", "replicas") ?? 0,
    };

    private static long Wanted(JsonObject workload) => workload.Kind() switch
    {
        "DaemonSet" => workload.Number("status", "desiredNumberScheduled") ?? 0,
        "Job" => 1,
        _ => workload.Number("spec", "replicas") ?? 1,
    };

    private static DateTimeOffset LastWrite(JsonObject workload) => workload.Items("metadata", "managedFields")
        .Where(f => f.Text("manager") == RolloutNames.FieldManager)
        .Select(f => Time(f.Text("time")))
        .Append(Time(workload.Text("metadata", "creationTimestamp")))
        .Max();

    private static DateTimeOffset When(JsonObject item) => Time(item.Text("series", "lastObservedTime") ?? item.Text("lastTimestamp") ?? item.Text("eventTime"));

    private static DateTimeOffset Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MinValue;
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>
/// Pods that count as ready and have shown nothing yet: without a readiness probe a container is ready the moment it starts, though it may end
/// the next. Where <c>minReadySeconds</c> is set, Kubernetes itself waits.
/// </summary>
internal static class FreshPods
{
    /// <summary>For how long such a workload is watched from the moment at which it says that it is ready.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>A busy node tells late of a start, and later of an end; what has run for longer than this has been seen to.</summary>
    private static readonly TimeSpan Recently = TimeSpan.FromSeconds(30);

    /// <summary>Whether a workload that says it is ready rests on such pods.</summary>
    /// <param name="workload">The live workload.</param>
    /// <param name="pods">The pods of its newest template.</param>
    /// <param name="now">The time by the cluster's clock, or one before it: our own may be anything. The caller's patience ends what is fresh for too long.</param>
    public static bool Any(JsonObject workload, IReadOnlyList<JsonObject> pods, DateTimeOffset now) =>
        (workload.Number("spec", "minReadySeconds") ?? 0) == 0
        && Containers(workload).Any(c => c.At("readinessProbe") is null && c.At("startupProbe") is null)
        && (pods.Count == 0 ? Wanted(workload) > 0 : pods.Any(p => IsFresh(p, now)));

    private static IEnumerable<JsonObject> Containers(JsonObject workload) => workload.Text("kind") == "Pod" ? workload.Items("spec", "containers") : workload.Items("spec", "template", "spec", "containers");

    private static bool IsFresh(JsonObject pod, DateTimeOffset now)
    {
        if (pod.Text("status", "phase") == "Succeeded")
        {
            return false;
        }

        var statuses = pod.Items("status", "containerStatuses").ToList();
        return statuses.Count == 0 || statuses.Exists(s => !DateTimeOffset.TryParse(s.Text("state", "running", "startedAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var started) || now - started < Recently);
    }

    private static long Wanted(JsonObject workload) => workload.Text("kind") == "DaemonSet" ? workload.Number("status", "desiredNumberScheduled") ?? 0 : workload.Number("spec", "replicas") ?? 1;
}

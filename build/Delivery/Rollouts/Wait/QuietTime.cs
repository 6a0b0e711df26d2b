using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>For how long a workload may show nothing new although all is well, because its own specification asks for that time.</summary>
internal static class QuietTime
{
    /// <summary>What the kubelet and the controllers take to tell, in seconds.</summary>
    private const int Lag = 10;

    /// <summary>Zero where it asks for none.</summary>
    /// <param name="workload">The live workload.</param>
    /// <param name="fresh">The pods of its newest template.</param>
    /// <param name="all">All of its pods.</param>
    public static TimeSpan Of(JsonObject workload, IEnumerable<JsonObject> fresh, IEnumerable<JsonObject> all)
    {
        var asked = fresh.Select(pod => Math.Max(Starting(pod), pod.Condition("Ready").Says("True") ? workload.Number("spec", "minReadySeconds") ?? 0 : 0))
            .Concat(all.Where(_ => WaitsForOldPods(workload)).Select(pod => pod.Number("metadata", "deletionGracePeriodSeconds") ?? 0))
            .Append(Deadline(workload))
            .Max();
        return asked == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(asked + Lag);
    }

    /// <summary>The longest that the probes of its containers may take until they can tell anything.</summary>
    private static long Starting(JsonObject pod) => pod.Items("spec", "initContainers").Concat(pod.Items("spec", "containers"))
        .Select(container => (Container: container, Status: pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses")).FirstOrDefault(s => s.Text("name") == container.Text("name"))))
        .Where(c => !c.Status.Flag("ready") && (c.Status.At("state", "running") is not null || c.Status.Number("restartCount") > 0))
        .Select(c => new[] { Delay(c.Container, "readinessProbe"), Delay(c.Container, "livenessProbe"), c.Status.Flag("started") ? 0 : Startup(c.Container["startupProbe"]) }.Max())
        .DefaultIfEmpty().Max();

    private static long Delay(JsonObject container, string probe) => container.Number(probe, "initialDelaySeconds") ?? 0;

    /// <summary>A probe that takes longer than its period has the next one wait.</summary>
    private static long Startup(JsonNode? probe) =>
        (probe.Number("initialDelaySeconds") ?? 0) + ((probe.Number("failureThreshold") ?? 0) * Math.Max(probe.Number("periodSeconds") ?? 0, probe.Number("timeoutSeconds") ?? 0));

    /// <summary>Whether a new pod comes only when an old one is gone.</summary>
    private static bool WaitsForOldPods(JsonObject workload) => workload.Kind() is "StatefulSet" or "DaemonSet" || workload.Text("spec", "strategy", "type") == "Recreate";

    /// <summary>How long a Deployment may take to progress, where its manifest says so: the API server writes ten minutes into every other.</summary>
    private static long Deadline(JsonObject workload) =>
        OwnedFields.Of(workload, workload.ApiVersion()).At("f:spec", "f:progressDeadlineSeconds") is not null ? workload.Number("spec", "progressDeadlineSeconds") ?? 0 : 0;
}

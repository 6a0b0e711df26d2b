using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>How much more the pods of a namespace need at least, at the moment of the rollout at which they need most.</summary>
/// <param name="workloads">Those that are written.</param>
/// <param name="nodes">Those of the cluster; null where they may not be listed.</param>
/// <param name="counts">Which pods count.</param>
internal sealed class PodNeeds(IReadOnlyList<Workload> workloads, IReadOnlyList<JsonObject>? nodes, Func<JsonNode?, bool> counts)
{
    /// <param name="part">What one pod takes.</param>
    public (decimal Needed, IReadOnlyList<ObjectKey> Who) Of(Func<JsonNode?, decimal> part)
    {
        var lasting = workloads.Where(w => !w.Ends).Select(w => (Workload: w, More: (w.Pods(nodes) * One(w.Pod, part)) - (w.LivePods * One(w.LivePod, part)), AtOnce: w is { Rolls: true, Surge: > 0 } ? One(w.Pod, part) : 0)).ToList();
        var all = Math.Max(lasting.Sum(l => l.More), 0) + lasting.Select(l => l.AtOnce).DefaultIfEmpty().Max();

        // the pods of a Job find what the waves before have left; of several, some may have to wait for others
        var job = workloads.Where(w => w.Ends && w.Pods(nodes) > 0)
            .Select(w => (Workload: w, Needed: One(w.Pod, part) is var one and > 0 ? one + Math.Max(lasting.Where(l => l.Workload.Wave < w.Wave).Sum(l => l.More), 0) : 0))
            .OrderByDescending(j => j.Needed).FirstOrDefault();
        return job.Needed > all
            ? (job.Needed, [.. lasting.Where(l => l.Workload.Wave < job.Workload.Wave && l.More > 0).Select(l => l.Workload.Key), job.Workload.Key])
            : (all, [.. lasting.Where(l => l.More > 0 || l.AtOnce > 0).Select(l => l.Workload.Key)]);
    }

    private decimal One(JsonNode? pod, Func<JsonNode?, decimal> part) => pod is not null && counts(pod) ? part(pod) : 0;
}

using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>Pods that nodes have turned away: each is replaced by the next, so that none of them has a problem for long.</summary>
internal static class PodRejections
{
    private static readonly string[] s_reasons = ["NodeAffinity", "NodeName", "NodePorts", "UnexpectedAdmissionError", "TopologyAffinityError", "Evicted"];

    /// <summary>The newest of them where there are too many; else null.</summary>
    /// <param name="pods">The pods of the new revision.</param>
    public static (JsonObject Pod, PodProblem Problem)? Of(IEnumerable<JsonObject> pods)
    {
        var rejected = pods.Where(p => p.Text("status", "phase") == "Failed" && p.Text("status", "reason") is { } reason && (s_reasons.Contains(reason) || reason.StartsWith("OutOf", StringComparison.Ordinal)))
            .OrderBy(p => p.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ToList();
        return rejected.Count < VerdictRules.Rejections
            ? null
            : (rejected[^1], new PodProblem(rejected[^1].Name(), null, VerdictRules.PodRejected, rejected[^1].Text("status", "reason")!, rejected[^1].Text("status", "message") ?? ""));
    }
}

using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.State;

/// <summary>What keeps the pods of workloads from running, as far as it can be seen at one moment.</summary>
internal sealed class PodFindings
{
    private readonly Dictionary<string, (IReadOnlyList<JsonObject> Pods, IReadOnlyList<JsonObject> ReplicaSets, IReadOnlyList<JsonObject> Events)> _byNamespace = new(StringComparer.Ordinal);

    private PodFindings()
    {
    }

    /// <summary>Looks into the namespaces of the objects, and into no other.</summary>
    public static async Task<PodFindings> ReadAsync(ClusterClient client, IReadOnlyList<JsonObject> objects, CancellationToken ct)
    {
        var findings = new PodFindings();
        foreach (var ns in objects.Select(item => item.Namespace()).OfType<string>().Distinct())
        {
            var lists = await Task.WhenAll(
                client.ListAsync(CoreResources.Pod, ns, null, ct),
                client.ListAsync(CoreResources.ReplicaSet, ns, null, ct),
                client.ListAsync(CoreResources.Event, ns, null, ct)).ConfigureAwait(false);
            findings._byNamespace[ns] = (lists[0].Items, lists[1].Items, lists[2].Items);
        }

        return findings;
    }

    /// <summary>As in <c>pod web-1: CrashLoopBackOff</c>; null where no pod of the workload has a problem.</summary>
    public string? ProblemOf(JsonObject workload)
    {
        if (workload.Namespace() is not { } ns || !_byNamespace.TryGetValue(ns, out var seen))
        {
            return null;
        }

        return seen.Pods.Where(pod => PodOwnership.IsOfNewRevision(workload, pod, seen.ReplicaSets))
            .Select(pod => PodProblems.Of(new PodEvidence(pod, seen.Events)))
            .OfType<PodProblem>()
            .Select(problem => $"pod {problem.Pod}: {problem.Reason}{(problem.Message.Length == 0 ? "" : $": {problem.Message}")}")
            .FirstOrDefault();
    }
}

using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>
/// Budgets under which a pod can never be moved. The controllers that roll a workload do not ask for budgets, so the rollout goes on; the roll of a node
/// (drain) would wait for ever, hence a warning.
/// </summary>
internal sealed class DisruptionBudgets : IPreflightCheck
{
    public async Task<IReadOnlyList<Finding>> FindAsync(PreflightContext context, CancellationToken ct)
    {
        var findings = new List<Finding>();
        foreach (var group in context.Workloads.Where(w => w.HasReplicas).GroupBy(w => w.Key.Namespace!))
        {
            var gone = context.Stale.Where(c => c.Action == ChangeAction.Deleted).Select(c => c.Key).ToHashSet();
            var live = await context.Facts.ListAsync(CoreResources.PodDisruptionBudget, group.Key, ct).ConfigureAwait(false) ?? [];
            var budgets = context.Desired("PodDisruptionBudget", group.Key).Concat(live.Where(b => !gone.Contains(ObjectKey.Of(b)))).DistinctBy(b => b.Name()).ToList();
            findings.AddRange(group.SelectMany(w => Of(w, budgets)));
        }

        return findings;
    }

    private static IEnumerable<Finding> Of(Workload workload, IReadOnlyList<JsonObject> budgets)
    {
        var mine = budgets.Where(b => PodSelector.Selects(b.At("spec", "selector"), workload.Labels)).ToList();
        if (mine.Count > 1)
        {
            yield return Finding.Warning($"{workload.Key}: {mine.Count} PodDisruptionBudgets select its pods ({string.Join(", ", mine.Select(b => b.Name()))}), and the API server evicts no pod that has more than one; leave one of them");
        }

        foreach (var budget in mine.Where(b => workload.Replicas > 0 && Allowed(b, workload.Replicas) <= 0))
        {
            yield return Finding.Warning($"{workload.Key}: PodDisruptionBudget {budget.Name()} lets none of its {workload.Replicas} pod{(workload.Replicas == 1 ? "" : "s")} be moved, so no node with one can be drained; allow one (maxUnavailable: 1), or run more pods");
        }
    }

    /// <summary>How many pods the budget lets go while all are well.</summary>
    private static long Allowed(JsonObject budget, long replicas) =>
        budget.Text("spec", "maxUnavailable") is { } most ? Workload.Share(most, replicas, up: true) : replicas - Workload.Share(budget.Text("spec", "minAvailable") ?? "0", replicas, up: true);
}

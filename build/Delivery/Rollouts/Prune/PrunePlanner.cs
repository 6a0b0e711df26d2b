using System.Collections.Concurrent;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Prune;

/// <summary>Finds what the release has made and no longer contains, and what of it may go.</summary>
/// <param name="consent">See <see cref="PruneRules.ReasonToKeep"/>.</param>
internal sealed class PrunePlanner(ClusterClient client, Discovery discovery, string release, IReadOnlySet<string>? consent = null)
{
    /// <summary>Deletions in the reverse order of the waves, and what stays with its reason. What is gone already is not listed.</summary>
    public async Task<IReadOnlyList<Change>> PlanAsync(Inventory inventory, IReadOnlySet<ObjectKey> desired, CancellationToken ct)
    {
        var changes = new ConcurrentBag<Change>();
        await Parallel.ForEachAsync(inventory.Entries.Where(e => !desired.Contains(e.Key)), ct, async (entry, token) =>
        {
            if (await discovery.FindServedAsync(entry.ApiVersion, entry.Kind, token).ConfigureAwait(false) is not { } resource
                || await client.FindAsync(resource, entry.Namespace, entry.Name, token).ConfigureAwait(false) is not { } live)
            {
                return;
            }

            var reason = PruneRules.ReasonToKeep(entry, live, release, consent);
            changes.Add(new Change
            {
                Key = entry.Key,
                Resource = resource,
                Action = reason is null ? ChangeAction.Deleted : ChangeAction.Skipped,
                Wave = Waves.OfRemoval(live),
                Live = live,
                IsHeld = entry.Held is { } held && held == Pruner.FinalizersOf(live) && live.At("metadata", "deletionTimestamp") is not null,
                Reason = reason ?? "",
            });
        }).ConfigureAwait(false);
        return [.. changes.OrderByDescending(c => c.Wave).ThenBy(c => c.Key.ToString(), StringComparer.Ordinal)];
    }
}

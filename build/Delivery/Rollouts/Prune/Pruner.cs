using System.Collections.Concurrent;
using SiteBuilder.Delivery.Rollouts.Apply;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Prune;

/// <summary>Deletes what is no longer desired, the last wave first; a wave begins when the one before is gone.</summary>
internal sealed class Pruner(ClusterClient client, Discovery discovery, RolloutLedger ledger, TimeSpan stall)
{

    /// <summary>Returns what could not be deleted: those stay in the inventory.</summary>
    public async Task<IReadOnlyCollection<ObjectKey>> RunAsync(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        var left = new ConcurrentBag<ObjectKey>();
        foreach (var wave in changes.Where(c => c.Action == ChangeAction.Deleted).GroupBy(c => c.Wave).OrderByDescending(g => g.Key))
        {
            await Parallel.ForEachAsync(wave, AtOnce.Options(ct), async (change, token) =>
            {
                if (!await DeleteAsync(change, token).ConfigureAwait(false))
                {
                    left.Add(change.Key);
                }
            }).ConfigureAwait(false);
            if (wave.Any(c => c.Key.Kind == "CustomResourceDefinition"))
            {
                discovery.Refresh();
            }
        }

        return left;
    }

    private async Task<bool> DeleteAsync(Change change, CancellationToken ct)
    {
        ledger.Begin(change.Key);
        try
        {
            if (await client.RemoveAsync(change.Resource, change.Key.Namespace, change.Key.Name, change.Live!.Uid(), stall, ct).ConfigureAwait(false) is { } live)
            {
                return Left(change, $"still there: waits for its finalizers {live.At("metadata", "finalizers")?.ToJsonString()}", "");
            }
        }
        catch (ApiRefusedException e)
        {
            return Left(change, e.Message, "not deleted: ");
        }

        ledger.Wrote(change, null);
        return true;
    }

    private bool Left(Change change, string reason, string what)
    {
        ledger.Fail(change.Key, reason);
        ledger.Say(change.Key, what + reason);
        return false;
    }
}

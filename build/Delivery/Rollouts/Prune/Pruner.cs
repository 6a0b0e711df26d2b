using System.Collections.Concurrent;
using SiteBuilder.Delivery.Rollouts.Apply;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Prune;

/// <summary>Deletes what is no longer desired, the last wave first; a wave begins when the one before is gone.</summary>
internal sealed class Pruner(ClusterClient client, RolloutLedger ledger, TimeProvider time, TimeSpan stall)
{
    private const int AtOnce = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns what could not be deleted: those stay in the inventory.</summary>
    public async Task<IReadOnlyCollection<ObjectKey>> RunAsync(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        var left = new ConcurrentBag<ObjectKey>();
        foreach (var wave in changes.Where(c => c.Action == ChangeAction.Deleted).GroupBy(c => c.Wave).OrderByDescending(g => g.Key))
        {
            await Parallel.ForEachAsync(wave, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (change, token) =>
            {
                if (!await DeleteAsync(change, token).ConfigureAwait(false))
                {
                    left.Add(change.Key);
                }
            }).ConfigureAwait(false);
        }

        return left;
    }

    private async Task<bool> DeleteAsync(Change change, CancellationToken ct)
    {
        ledger.Begin(change.Key);
        try
        {
            await client.DeleteAsync(change.Resource, change.Key.Namespace, change.Key.Name, change.Live!.Uid(), "Background", ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException e)
        {
            ledger.Fail(change.Key, e.Message);
            ledger.Say(change.Key, $"not deleted: {e.Message}");
            return false;
        }

        var start = time.GetTimestamp();
        while (await client.FindAsync(change.Resource, change.Key.Namespace, change.Key.Name, ct).ConfigureAwait(false) is { } live && live.Uid() == change.Live!.Uid())
        {
            if (time.GetElapsedTime(start) > stall)
            {
                var reason = $"still there: waits for its finalizers {live.At("metadata", "finalizers")?.ToJsonString()}";
                ledger.Fail(change.Key, reason);
                ledger.Say(change.Key, reason);
                return false;
            }

            await Task.Delay(Pause, time, ct).ConfigureAwait(false);
        }

        ledger.Wrote(change, null);
        return true;
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Apply;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Prune;

/// <summary>Deletes what is no longer desired, the last wave first; a wave begins when the one before is gone.</summary>
internal sealed class Pruner(ClusterClient client, Discovery discovery, RolloutLedger ledger, TimeSpan stall)
{
    /// <summary>For what a run before has waited for in vain.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ObjectKey, string?> _left = new();

    /// <summary>The finalizers that keep an object there, as they are remembered.</summary>
    public static string FinalizersOf(JsonObject live) => live.At("metadata", "finalizers")?.ToJsonString() ?? "[]";

    /// <summary>Returns what could not be deleted: those stay in the inventory. With each the finalizers that it waits for; null where the API server has refused.</summary>
    public async Task<IReadOnlyDictionary<ObjectKey, string?>> RunAsync(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        foreach (var wave in changes.Where(c => c.Action == ChangeAction.Deleted).GroupBy(c => c.Wave).OrderByDescending(g => g.Key))
        {
            await Parallel.ForEachAsync(wave, AtOnce.Options(ct), async (change, token) => await DeleteAsync(change, token).ConfigureAwait(false)).ConfigureAwait(false);
            if (wave.Any(c => c.Key.Kind == "CustomResourceDefinition"))
            {
                discovery.Refresh();
            }
        }

        return _left;
    }

    private async Task DeleteAsync(Change change, CancellationToken ct)
    {
        ledger.Begin(change.Key);
        var patience = change.IsHeld && s_again < stall ? s_again : stall;
        try
        {
            if (await client.RemoveAsync(change.Resource, change.Key.Namespace, change.Key.Name, change.Live!.Uid(), patience, ct).ConfigureAwait(false) is { } live)
            {
                Left(change, $"still there: waits for its finalizers {FinalizersOf(live)}", FinalizersOf(live));
                return;
            }
        }
        catch (ApiRefusedException e)
        {
            Left(change, e.Message, null);
            return;
        }

        ledger.Wrote(change, null);
    }

    private void Left(Change change, string reason, string? finalizers)
    {
        _left[change.Key] = finalizers;
        ledger.Fail(change.Key, reason);
        ledger.Say(null, $"warning: not deleted: {change.Key}: {reason}");
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Preflight;
using SiteBuilder.Delivery.Rollouts.Prune;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts;

internal sealed partial class RolloutRun
{
    /// <summary>Whether an object was refused that had not been tried, so that all that this run has written is new and nothing runs on it.</summary>
    public bool WasUntriedRefused => _plan.Changes.Any(c => c.IsUntried && ledger.HasFailed(c.Key));

    /// <summary>Deletes again what this run has made, and looks for all that is wrong, as if it had been looked for before the first write.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>All problems in one; the refusal itself where it no longer holds.</returns>
    public async Task<StepFailedException> TakeBackUntriedAsync(StepFailedException refusal, CancellationToken ct)
    {
        var left = await RemoveWrittenAsync(ct).ConfigureAwait(false);
        var rest = _stored.Union(new Inventory(OwnInventory().Entries.Where(e => left.Contains(e.Key))));
        await (rest.Entries.Count == 0 ? _inventories.ClearAsync(ct) : _inventories.WriteAsync(rest, ct)).ConfigureAwait(false);
        ledger.Clear();
        var plan = await PlanAsync([], tryAll: true, ct).ConfigureAwait(false);
        var end = plan.Problems.Count > 0 ? PreflightFailure.Of(request.Release, plan.Problems, "what was new and made before is deleted again") : refusal;
        return left.Count == 0 ? end : Rollout.With(end, $"  not deleted again: {string.Join(", ", left.Select(key => key.ToString()).Order(StringComparer.Ordinal))}");
    }

    /// <returns>What is still there.</returns>
    private async Task<IReadOnlyCollection<ObjectKey>> RemoveWrittenAsync(CancellationToken ct)
    {
        var written = ledger.Written.ToHashSet();
        var left = new ConcurrentBag<ObjectKey>();
        foreach (var wave in _plan.Changes.Where(c => written.Contains(c.Key)).GroupBy(c => c.Wave).OrderByDescending(g => g.Key))
        {
            await Parallel.ForEachAsync(wave, AtOnce.Options(ct), async (change, token) =>
            {
                var key = change.Key;
                var live = await client.FindAsync(change.Resource, key.Namespace, key.Name, token).ConfigureAwait(false);

                // somebody else may have made it after it was read: then it is theirs, with our fields in it
                if (live is not null && (live.Uid() != ledger.Uid(key) || !IsOursAlone(live) || await client.RemoveAsync(change.Resource, key.Namespace, key.Name, live.Uid(), request.StallDeadline, token).ConfigureAwait(false) is not null))
                {
                    left.Add(key);
                }
            }).ConfigureAwait(false);
        }

        return [.. left];
    }

    private static bool IsOursAlone(JsonObject live) =>
        live.Items("metadata", "managedFields").All(f => f.Text("manager") == RolloutNames.FieldManager || f.Text("subresource") is not null);
}

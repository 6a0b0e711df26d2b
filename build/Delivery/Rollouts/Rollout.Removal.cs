using SiteBuilder.Delivery.Rollouts.Apply;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Locking;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Prune;
using SiteBuilder.Delivery.Rollouts.Record;
using SiteBuilder.Delivery.Rollouts.Removal;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts;

public sealed partial class Rollout
{
    /// <summary>
    /// Takes a whole release off: its objects in the reverse order of the waves, then its records, its inventory and its lock. What stays - data without
    /// consent, what asks to be kept - stays in the inventory, so that it can go later.
    /// </summary>
    /// <param name="request">Which release and where; its objects do not count.</param>
    /// <param name="consent">The kinds with data that may go too.</param>
    /// <exception cref="StepFailedException">The cluster is not the expected one, or objects could not be deleted.</exception>
    /// <exception cref="StoppedException">It was cancelled; the message says what was done.</exception>
    public async Task<RemovalResult> RemoveAsync(RolloutRequest request, IReadOnlyCollection<StatefulKind> consent, IProgress<RolloutEvent>? progress, CancellationToken ct)
    {
        request = Called(request, "Remove");
        var ledger = new RolloutLedger(time, progress);
        using var client = await ClientAsync(request, ledger).ConfigureAwait(false);
        using var deadline = new CancellationTokenSource(request.Deadline, time);
        var lease = new DeployLease(client, request.Release, Holder(request.Origin), time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token, lease.Lost);
        await using (lease.ConfigureAwait(false))
        {
            try
            {
                return await GuardAsync(request, client, ledger, () => TakeOffAsync(request, consent, client.CheckedBy(lease.EnsureHeld), lease, ledger, limit.Token)).ConfigureAwait(false);
            }
            catch (OperationCanceledException e) when (ct.IsCancellationRequested)
            {
                throw new StoppedException($"{request.Command} of release {request.Release} was stopped: {ledger.Summary()}. Run the same command again to finish it.", e, ct);
            }
            catch (OperationCanceledException e)
            {
                var found = lease.WaitsFor is { } other ? $"still waiting for {other}, who holds the lock" : deadline.IsCancellationRequested ? $"not done after {request.Deadline.TotalSeconds:0} s" : $"its lock is lost, {lease.WhyLost}";
                throw new StepFailedException(request.Command, $"release {request.Release}", $"{found}; {ledger.Summary()}", null, "run it again", e);
            }
        }
    }

    private async Task<RemovalResult> TakeOffAsync(RolloutRequest request, IReadOnlyCollection<StatefulKind> consent, ClusterClient client, DeployLease lease, RolloutLedger ledger, CancellationToken ct)
    {
        await CheckIdentityAsync(request, client, ct).ConfigureAwait(false);
        var inventories = new InventoryStore(client, request.Release);
        var records = new RecordStore(client, request.Release);
        var others = (await RecordStore.ReleasesAsync(client, ct).ConfigureAwait(false)).Where(name => name != request.Release).ToList();
        var found = await client.FindAsync(CoreResources.Lease, RolloutNames.SystemNamespace, RolloutNames.Lease(request.Release), ct).ConfigureAwait(false);
        if (found is null && (await inventories.ReadAsync(ct).ConfigureAwait(false)).Entries.Count == 0 && (await records.ListAsync(ct).ConfigureAwait(false)).Count == 0)
        {
            return new RemovalResult { Entries = [], Existed = false, Others = others };
        }

        await lease.AcquireAsync(holder => ledger.Say(null, $"waiting for {holder}, who deploys release {request.Release} now"), ct).ConfigureAwait(false);
        var inventory = await inventories.ReadAsync(ct).ConfigureAwait(false);
        var consented = consent.Select(kind => kind.ToString()).ToHashSet(StringComparer.Ordinal);
        var discovery = new Discovery(client);
        var changes = await new RemovalPlanner(client, discovery, request.Release, consented).PlanAsync(inventory, ct).ConfigureAwait(false);
        ledger.Plan(changes);
        var left = await new Pruner(client, discovery, ledger, request.StallDeadline).RunAsync(changes, ct).ConfigureAwait(false);

        var kept = changes.Where(change => change.Action == ChangeAction.Skipped).ToDictionary(change => change.Key, change => change.Live!);
        var rest = new Inventory(inventory.Entries.Where(entry => left.ContainsKey(entry.Key) || (kept.TryGetValue(entry.Key, out var live) && PruneRules.StaysInInventory(entry, live, request.Release))).Select(entry => entry with { Held = left.GetValueOrDefault(entry.Key) }));
        await (rest.Entries.Count == 0 ? inventories.ClearAsync(ct) : inventories.WriteAsync(rest, ct)).ConfigureAwait(false);
        if (left.Count > 0)
        {
            var failed = ledger.Entries.Where(entry => entry.Status == "Failed").Select(entry => $"  - {entry.Object}: {entry.Reason}");
            throw new StepFailedException(request.Command, $"release {request.Release}", string.Join('\n', [$"{left.Count} object{(left.Count == 1 ? "" : "s")} could not be deleted; {ledger.Summary()}:", .. failed]), null, "see what they wait for, and run it again: it goes on with what is left");
        }

        await records.ClearAsync(ct).ConfigureAwait(false);
        lease.IsRemovedAtEnd = rest.Entries.Count == 0;
        return new RemovalResult { Entries = ledger.Entries, Existed = true, Others = others };
    }
}

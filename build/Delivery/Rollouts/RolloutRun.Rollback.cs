using SiteBuilder.Delivery.Rollouts.Apply;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Manifests;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Prune;
using SiteBuilder.Delivery.Rollouts.Record;
using SiteBuilder.Delivery.Rollouts.Secrets;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Rollouts;

internal sealed partial class RolloutRun
{
    /// <summary>The revision that stands for the cluster after it was taken back; null where it was not.</summary>
    public int? TakenBackAs { get; private set; }

    /// <summary>
    /// Begins to read what was recorded, beside all that comes before it is needed, and makes sure that a rollback still starts from the release that it was decided on.
    /// For when nobody else has the lock: only its holder records.
    /// </summary>
    /// <exception cref="StepFailedException">Another rollout came in between.</exception>
    public async Task LookBackAsync(CancellationToken ct)
    {
        _recordsAhead = _records.ListAsync(ct);
        if (request.WayBack is { } back && await _recordsAhead.ConfigureAwait(false) is [var newest, ..] && newest.Revision != back.From)
        {
            throw new StepFailedException(request.Command, $"release {request.Release}", $"revision {newest.Revision} came while this one waited for the lock", $"revision {back.From} to go back from", "look at the history and run it again");
        }
    }

    /// <summary>Goes back to the last good release after a failure, and records that.</summary>
    /// <returns>What was undone, a line each.</returns>
    public async Task<IReadOnlyList<string>> TakeBackAsync(CancellationToken ct)
    {
        var records = await _records.ListAsync(ct).ConfigureAwait(false);
        var good = records.FirstOrDefault(r => r.Result == ReleaseRecord.Succeeded);
        if (good is null || await _records.ReadAsync(good.Revision, ct).ConfigureAwait(false) is not { } record)
        {
            return ["nothing: no good release is recorded to go back to"];
        }

        // the newest record is that of the failure itself
        var ran = (await _records.ReadAsync(records[0].Revision, ct).ConfigureAwait(false))?.Contracts ?? record.Contracts;
        if (Migrations.ReasonNotToGoBack(record, ran) is { } reason)
        {
            return [$"nothing: {reason}; go forward: roll out what fits the data"];
        }

        ledger.Say(null, $"going back to revision {record.Revision}");
        // from here on, objects that this run has left as they were may be written too, and no longer are what the inventory says was applied
        await _inventories.WriteAsync((await _inventories.ReadAsync(ct).ConfigureAwait(false)).WithoutHashes(), ct).ConfigureAwait(false);
        var created = ledger.Written.Where(key => ledger.ActionOf(key) is ChangeAction.Created or ChangeAction.Recreated).ToHashSet();
        var before = _plan.Changes.Where(c => c.Live?.IsSecret() == true).ToDictionary(c => c.Key, c => c.Live!);
        var restored = await Rollback.ObjectsAsync(record, before, client, ct).ConfigureAwait(false);
        var objects = restored.Objects.Where(o => !Migrations.IsMigration(o) && !HelmHooks.Is(o)).ToList();
        var lists = new LiveLists(client, request.Release);
        await GeneratedSecrets.FillAsync(objects, lists, time, ct).ConfigureAwait(false);
        var kept = restored.Objects.Select(ObjectKey.Of).ToHashSet();
        var planned = await new Planner(client, _discovery, request.Release, DriftPolicy.TakeBack, lists, goesBack: true).PlanAsync(objects, Task.FromResult(Inventory.Empty), tryAll: false, ct).ConfigureAwait(false);
        if (planned.Problems.Count > 0)
        {
            return [.. planned.Problems.Select(problem => $"nothing: {problem}")];
        }

        var undo = ledger.Another();
        undo.Plan(planned.Changes);
        var limits = new Watching.WaitLimits(request.StallDeadline, ct, request.Deadline, request.Patience);
        await new WaveRunner(
                new ObjectApplier(client, force: true, request.StallDeadline, request.Patience, time),
                new Watching.WaveWait(_view, new Watching.ClusterLook(client, (key, text) => undo.Say(key, text)), time, limits, undo.Report),
                _discovery,
                undo,
                request.WavesHold)
            .RunAsync(planned.Changes, ct).ConfigureAwait(false);

        var made = new Inventory(OwnInventory().Entries.Where(e => created.Contains(e.Key) && !kept.Contains(e.Key)));
        var surplus = await new PrunePlanner(client, _discovery, request.Release).PlanAsync(made, kept, ct).ConfigureAwait(false);
        undo.Plan(surplus);
        await new Pruner(client, _discovery, undo, request.StallDeadline).RunAsync(surplus, ct).ConfigureAwait(false);
        TakenBackAs = await AddAsync(records, revision => record with
        {
            Revision = revision,
            When = time.GetUtcNow(),
            Origin = request.Origin,
            RollbackTo = record.Revision,
            Contracts = ran,
        }, ct).ConfigureAwait(false);
        return
        [
            .. undo.Entries.Where(e => e.Action != ChangeAction.Unchanged).Select(e => Line(e, record.Revision)),
            .. restored.Lost.Select(lost => $"{lost}: not put back, values of Secrets are not recorded"),
        ];
    }

    private static string Line(RolloutEntry entry, int revision) => entry.Action switch
    {
        ChangeAction.Deleted when RolloutResult.IsLeft(entry) => $"{entry.Object}: not deleted, {entry.Reason}",
        ChangeAction.Deleted => $"{entry.Object}: deleted, revision {revision} did not have it",
        ChangeAction.Skipped => $"{entry.Object}: stays, {entry.Reason}",
        _ => $"{entry.Object}: {entry.Action.ToString().ToLowerInvariant()} as in revision {revision}",
    };
}

using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Apply;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Manifests;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Preflight;
using SiteBuilder.Delivery.Rollouts.Prune;
using SiteBuilder.Delivery.Rollouts.Record;
using SiteBuilder.Delivery.Rollouts.Secrets;
using SiteBuilder.Delivery.Rollouts.Watching;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Rollouts;

/// <summary>One rollout, from the reading to the record. Not reused.</summary>
internal sealed partial class RolloutRun(RolloutRequest request, ClusterClient client, RolloutLedger ledger, TimeProvider time) : IAsyncDisposable
{
    private readonly Discovery _discovery = new(client);
    private readonly ClusterView _view = new(client, request.Release, time);
    private readonly InventoryStore _inventories = new(client, request.Release);
    private readonly RecordStore _records = new(client, request.Release);
    private Task<IReadOnlyList<RecordSummary>>? _recordsAhead;
    private IReadOnlyList<JsonObject> _all = request.Objects;
    private IReadOnlyList<JsonObject> _given = request.Objects;
    private HashSet<ObjectKey> _resting = [];
    private IReadOnlyList<JsonObject> _recorded = [];
    private IReadOnlyList<JsonObject> _desired = [];
    private PlannedChanges _plan = new([], [], []);
    private IReadOnlyList<Change> _stale = [];
    private Inventory _stored = Inventory.Empty;
    private IReadOnlyList<string> _warnings = [];

    /// <summary>Whether any write has begun.</summary>
    public bool HasBegun { get; private set; }

    public ValueTask DisposeAsync() => _view.DisposeAsync();

    /// <summary>What may be said before the lock is taken: a wrong cluster ends it here.</summary>
    /// <exception cref="StepFailedException">The cluster is not the expected one.</exception>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken ct)
    {
        if (await ClusterIdentity.ProblemAsync(client, request.ExpectedIdentity, ct).ConfigureAwait(false) is { } wrong)
        {
            throw PreflightFailure.Of(request.Release, [wrong]);
        }

        _discovery.Announce(request.Objects);
        _given = _all = await DefaultNamespaces.FillAsync(request.Objects, request.DefaultNamespace, _discovery, ct).ConfigureAwait(false);
        return await DesiredCheck.ProblemsAsync(_all, _discovery, ct).ConfigureAwait(false);
    }

    /// <summary>Takes out the hooks of charts whose moment it is not: they stay as they are.</summary>
    private async Task LetHooksRestAsync(CancellationToken ct)
    {
        if (_all.Any(HelmHooks.Is))
        {
            var isFirst = request.WayBack is null && !(await _records.ListAsync(ct).ConfigureAwait(false)).Any(r => r.Result == ReleaseRecord.Succeeded) && !await IsInstalledByOthersAsync(ct).ConfigureAwait(false);
            _resting = _all.Where(item => HelmHooks.Rests(item, isFirst, request.WayBack is not null)).Select(ObjectKey.Of).ToHashSet();
            _given = [.. _all.Where(item => !_resting.Contains(ObjectKey.Of(item)))];
        }
    }

    /// <summary>Whether what runs is there already and is not ours: another tool has installed it, and this is no installation.</summary>
    private async Task<bool> IsInstalledByOthersAsync(CancellationToken ct)
    {
        foreach (var item in _all.Where(item => !HelmHooks.Is(item) && Plan.Waves.OfKind(item.Kind()) is Plan.Waves.FirstToRun or Plan.Waves.Workloads))
        {
            if (await _discovery.FindServedAsync(item.ApiVersion(), item.Kind(), ct).ConfigureAwait(false) is { } resource
                && await client.FindAsync(resource, item.Namespace(), item.Name(), ct).ConfigureAwait(false) is { } live && live.Label(RolloutNames.ReleaseLabel) is null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads and decides; writes nothing.</summary>
    /// <param name="found">What is known to be wrong already.</param>
    /// <param name="tryAll">Whether the API server is asked about every new object; as soon as anything is wrong it is, so that all that is wrong is in one list.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<RolloutPlan> PlanAsync(IReadOnlyList<string> found, bool tryAll, CancellationToken ct)
    {
        Planner planner;
        try
        {
            planner = await ReadAsync(tryAll, ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException e) when (e.Code == 403)
        {
            var missing = await MissingRightsAsync(ct).ConfigureAwait(false);
            if (missing.Count == 0)
            {
                throw;
            }

            return new RolloutPlan { Entries = [], Problems = [.. found, .. missing] };
        }

        var (trial, preflight) = (planner.TryAsync(_plan.Changes, ct), PreflightAsync(ct));
        await Task.WhenAll(trial, preflight).ConfigureAwait(false);
        _plan = await trial.ConfigureAwait(false);
        var findings = await preflight.ConfigureAwait(false);
        var moved = await MovedAsync(ct).ConfigureAwait(false);
        var redaction = Redaction();
        var problems = found.Concat(_plan.Problems).Concat(findings.Where(f => f.IsProblem).Select(f => f.Text)).Concat(moved).Distinct(StringComparer.Ordinal).Select(redaction.Apply).ToList();
        if (problems.Count > 0 && _plan.Changes.Any(c => c.IsUntried))
        {
            return await PlanAsync(found, tryAll: true, ct).ConfigureAwait(false);
        }

        _warnings = [.. findings.Where(f => !f.IsProblem).Select(f => redaction.Apply(f.Text))];
        return new RolloutPlan
        {
            Entries = [.. _plan.Changes.Concat(_stale).Select(c => new RolloutPlanEntry(c.Key.ToString(), c.Action, c.Wave, c.Reason, c.Fields))],
            Problems = problems,
            Warnings = _warnings,
        };
    }

    /// <returns>What has decided, for what is still to be asked.</returns>
    private async Task<Planner> ReadAsync(bool tryAll, CancellationToken ct)
    {
        await LetHooksRestAsync(ct).ConfigureAwait(false);

        // what is slowest first: while the answers are on their way, the objects are brought into their form
        var lists = new LiveLists(client, request.Release);
        await lists.AskAsync(_given, _discovery, ct).ConfigureAwait(false);
        var stored = _inventories.ReadAsync(ct);
        _recorded = [.. _given.Select(o => Normaliser.Desired(o, request.Release))];
        _desired = request.WayBack is null ? _recorded : [.. _recorded.Where(o => !Migrations.IsMigration(o))];
        await GeneratedSecrets.FillAsync(_desired, lists, time, ct).ConfigureAwait(false);
        var planner = new Planner(client, _discovery, request.Release, request.Drift, lists, goesBack: request.WayBack is not null);
        _plan = new PlannedChanges(await planner.DecideAsync(_desired, stored, tryAll, ct).ConfigureAwait(false), [], []);
        _stored = await stored.ConfigureAwait(false);
        _stale = request.Prune
            ? await new PrunePlanner(client, _discovery, request.Release).PlanAsync(_stored, _desired.Select(ObjectKey.Of).Concat(_resting).ToHashSet(), ct).ConfigureAwait(false)
            : [];
        if (request.WayBack is not null)
        {
            _stale = [.. _stale.Select(c => StaysOnTheWayBack(c.Live!) is { } reason ? c with { Action = ChangeAction.Skipped, Reason = reason } : c)];
        }

        return planner;
    }

    private static string? StaysOnTheWayBack(JsonObject live) => Migrations.IsMigration(live) ? "a migration is not undone" : HelmHooks.Is(live) ? "a hook of its chart stays as it is" : null;

    /// <summary>Whether what was planned is nothing: all is there and ready, nothing is to be pruned, written down or recorded.</summary>
    public async Task<bool> IsDoneAsync(RolloutPlan plan)
    {
        if (plan.Problems.Count > 0 || _plan.Leaving.Count > 0 || !WaveRunner.IsDone(_plan.Changes) || _stale.Any(c => c.Action == ChangeAction.Deleted))
        {
            return false;
        }

        var live = _plan.Changes.ToDictionary(c => c.Key, c => c.Live!.Uid());
        return InventoryAfter(OwnInventory(live.GetValueOrDefault, live.ContainsKey), new Dictionary<ObjectKey, string?>()).SameAs(_stored) && await _recordsAhead!.ConfigureAwait(false) is [{ Result: ReleaseRecord.Succeeded }, ..];
    }

    /// <summary>Does what was planned.</summary>
    /// <param name="deadline">Fires at the deadline; part of <paramref name="ct"/>.</param>
    /// <param name="giveWay">Ends what only waits.</param>
    public async Task<RolloutResult> ExecuteAsync(CancellationToken deadline, CancellationToken giveWay, CancellationToken ct)
    {
        ledger.Plan(_plan.Changes.Concat(_stale));
        foreach (var key in _resting)
        {
            ledger.Say(key, "is left as it is: a hook of its chart for another moment");
        }

        var changed = _plan.Changes.Any(c => c.Action != ChangeAction.Unchanged) || _stale.Any(c => c is { Action: ChangeAction.Deleted, IsHeld: false });
        HasBegun = changed;
        AuditTrail.Sign(_plan.Changes, request.Origin);
        var ahead = _stored.Union(OwnInventory());
        if (!ahead.SameAs(_stored))
        {
            await _inventories.WriteAsync(ahead, ct).ConfigureAwait(false);
        }

        await Waves(request.Drift == DriftPolicy.TakeBack, deadline, giveWay).RunAsync(_plan.Changes, ct).ConfigureAwait(false);
        var left = await new Pruner(client, _discovery, ledger, request.StallDeadline).RunAsync(_stale, ct).ConfigureAwait(false);
        var after = InventoryAfter(OwnInventory(), left);

        // one that is asked to go again and stays again is no change
        changed |= _stale.Any(c => c.IsHeld && !left.ContainsKey(c.Key));

        // the record first: by an inventory that is behind the next run sees that this one was killed, perhaps before it was recorded
        var revision = await RecordAsync(ReleaseRecord.Succeeded, changed, ct, isInDoubt: !after.SameAs(_stored)).ConfigureAwait(false);
        if (!after.SameAs(ahead))
        {
            await _inventories.WriteAsync(after, ct).ConfigureAwait(false);
        }

        return new RolloutResult { Entries = ledger.Entries, Revision = revision, Changed = changed, Warnings = [.. _warnings, .. RolloutResult.Left(ledger.Entries)] };
    }

    /// <summary>Notes how it ended; returns the revision that stands for the cluster now.</summary>
    /// <param name="isInDoubt">Whether the newest record may be of a release before this one, though nothing is changed now. Default: false.</param>
    public async Task<int> RecordAsync(string result, bool changed, CancellationToken ct, bool isInDoubt = false)
    {
        var before = await (Interlocked.Exchange(ref _recordsAhead, null) is { IsFaulted: false, IsCanceled: false } ahead ? ahead : _records.ListAsync(ct)).ConfigureAwait(false);
        if (!changed && !isInDoubt && request.WayBack is null && before is [{ Result: ReleaseRecord.Succeeded } newest, ..])
        {
            return newest.Revision;
        }

        var latest = before is [var last, ..] ? await _records.ReadAsync(last.Revision, ct).ConfigureAwait(false) : null;
        if (!changed && request.WayBack is null && latest is { Result: ReleaseRecord.Succeeded } && RecordPack.Holds(latest, _recorded))
        {
            return latest.Revision;
        }

        if (!changed && latest is { Result: ReleaseRecord.Succeeded } && request.WayBack is { } back && (back.To == latest.RollbackTo || back.To == latest.Revision))
        {
            return latest.Revision;
        }

        return await AddAsync(before, revision => new ReleaseRecord
        {
            Release = request.Release,
            Revision = revision,
            Result = result,
            When = time.GetUtcNow(),
            Origin = request.Origin,
            Images = request.Images,
            Objects = _recorded,
            RollbackTo = request.WayBack?.To,
            Contracts = Migrations.After(latest, RanContracts(revision)),
        }, ct).ConfigureAwait(false);
    }

    private async Task<int> AddAsync(IReadOnlyList<RecordSummary> before, Func<int, ReleaseRecord> record, CancellationToken ct)
    {
        var revision = before.Select(r => r.Revision).FirstOrDefault() + 1;
        await _records.AddAsync(record(revision), before, ct).ConfigureAwait(false);
        return revision;
    }

    /// <summary>The contract migrations whose objects this run has written, or found as they should be.</summary>
    private IEnumerable<RanContract> RanContracts(int revision) => Migrations.ContractsOf(
        _desired.Where(item => ObjectKey.Of(item) is var key && (ledger.Written.Contains(key) || ledger.ActionOf(key) == ChangeAction.Unchanged)), revision);

    /// <summary>Knows every secret that this run has seen.</summary>
    public Redaction Redaction() => SecretMask.Filter(_desired.Concat(_plan.Changes.Select(c => c.Live)));

    private WaveRunner Waves(bool force, CancellationToken deadline, CancellationToken giveWay) => new(
        new ObjectApplier(client, force, request.StallDeadline, request.Patience, time),
        new WaveWait(_view, new ClusterLook(client, (key, text) => ledger.Say(key, text)), time, new WaitLimits(request.StallDeadline, deadline, request.Deadline, request.Patience, giveWay), ledger.Report),
        _discovery,
        ledger,
        request.WavesHold);

    private Inventory OwnInventory() => OwnInventory(ledger.Uid, ledger.IsApplied);

    private Inventory OwnInventory(Func<ObjectKey, string?> uid, Func<ObjectKey, bool> isApplied)
    {
        var applied = _plan.Changes.ToDictionary(c => c.Key);
        return new(_desired.Select(item =>
        {
            var key = ObjectKey.Of(item);
            return new InventoryEntry { ApiVersion = item.ApiVersion(), Kind = key.Kind, Namespace = key.Namespace, Name = key.Name, Uid = uid(key), Hash = applied.TryGetValue(key, out var change) && !item.IsSecret() && isApplied(key) ? ObjectHash.Of(change.Desired) : null };
        }));
    }

    private Inventory InventoryAfter(Inventory own, IReadOnlyDictionary<ObjectKey, string?> left) => new([.. own.Entries, .. Remembered(left)]);

    /// <summary>Entries that are not desired now and yet stay ours: kept by rule, not deleted, not looked at, or of hooks that rest.</summary>
    private IEnumerable<InventoryEntry> Remembered(IReadOnlyDictionary<ObjectKey, string?> left)
    {
        if (!request.Prune)
        {
            return _stored.Entries;
        }

        var stale = _stale.ToDictionary(c => c.Key);
        return _stored.Entries.Where(e => _resting.Contains(e.Key)).Concat(_stored.Entries.Where(e => stale.TryGetValue(e.Key, out var change)
            && (change.Action == ChangeAction.Skipped ? PruneRules.StaysInInventory(e, change.Live!, request.Release) : left.ContainsKey(e.Key)))
            .Select(e => e with { Held = left.GetValueOrDefault(e.Key) }));
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Preflight;
using SiteBuilder.Delivery.Rollouts.Prune;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>
/// Decides for each desired object what is to be done. Reads only: where the cheap comparison is not sure, the API server is asked by a dry run,
/// which also finds what it would refuse, before anything is written. Not reused.
/// </summary>
/// <param name="release">Whose objects they are.</param>
/// <param name="drift">What becomes of fields that others have set.</param>
/// <param name="lists">The release's live objects.</param>
/// <param name="goesBack">Whether it is the way back to a release of before.</param>
internal sealed class Planner(ClusterClient client, Discovery discovery, string release, DriftPolicy drift, LiveLists lists, bool goesBack = false)
{
    private readonly Trial _trial = new(client, force: drift == DriftPolicy.TakeBack, goesBack);
    private readonly ConcurrentBag<TrialProblem> _problems = [];
    private readonly HashSet<ObjectKey> _coming = [];
    private IReadOnlySet<string> _newNamespaces = new HashSet<string>();

    /// <summary>What is to be done, and all that stands against it: both of the steps below.</summary>
    public async Task<PlannedChanges> PlanAsync(IReadOnlyList<JsonObject> desired, Task<Inventory> inventory, bool tryAll, CancellationToken ct) =>
        await TryAsync(await DecideAsync(desired, inventory, tryAll, ct).ConfigureAwait(false), ct).ConfigureAwait(false);

    /// <summary>The changes in the order of their waves; what is new is not tried yet.</summary>
    /// <param name="desired">Normalised objects.</param>
    /// <param name="inventory">What the release is known to have applied.</param>
    /// <param name="tryAll">Whether the API server is to be asked about every new object.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<IReadOnlyList<Change>> DecideAsync(IReadOnlyList<JsonObject> desired, Task<Inventory> inventory, bool tryAll, CancellationToken ct)
    {
        await discovery.PrepareAsync(desired.Select(d => d.ApiVersion()), ct).ConfigureAwait(false);
        var wanted = new List<(JsonObject Item, ApiResource Resource)>();
        var known = new HashSet<ObjectKey>();
        foreach (var item in desired.Where(d => d.Name().Length > 0))
        {
            // what is wrong with the others, the check of the desired objects says
            if (await discovery.FindAsync(item.ApiVersion(), item.Kind(), ct).ConfigureAwait(false) is { } resource && resource.Namespaced == item.Namespace() is not null && known.Add(ObjectKey.Of(item)))
            {
                wanted.Add((item, resource));
                if (await discovery.FindServedAsync(item.ApiVersion(), item.Kind(), ct).ConfigureAwait(false) is null)
                {
                    _coming.Add(ObjectKey.Of(item));
                }
            }
        }

        var live = await new LiveReader(client, lists).ReadAsync([.. wanted.Where(w => !_coming.Contains(ObjectKey.Of(w.Item)))], ct).ConfigureAwait(false);
        var applied = (await inventory.ConfigureAwait(false)).Entries.DistinctBy(e => e.Key).ToDictionary(e => e.Key);
        // not there yet, or going: what is in them cannot be tried there
        _newNamespaces = wanted.Where(w => w.Item.Kind() == "Namespace" && (live.GetValueOrDefault(ObjectKey.Of(w.Item)) is not { } present || IsGoing(present))).Select(w => w.Item.Name()).ToHashSet(StringComparer.Ordinal);
        var scaled = Autoscaling.Targets(desired);
        var changes = new Change[wanted.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, wanted.Count), AtOnce.Options(ct), async (i, token) =>
        {
            var (item, resource) = wanted[i];
            var key = ObjectKey.Of(item);
            var change = new Change { Key = key, Resource = resource, Action = ChangeAction.Created, Wave = Waves.Of(item), Desired = item };
            changes[i] = live.GetValueOrDefault(key) is { } present
                ? await DecideAsync(change with { Desired = AuditTrail.Kept(scaled.Contains(key) ? Autoscaling.LeaveReplicas(item, present) : item, present), Live = present }, present, applied.GetValueOrDefault(key), token).ConfigureAwait(false)
                : change;
        }).ConfigureAwait(false);
        if (!tryAll)
        {
            Untried.Mark(changes);
        }

        return [.. changes.OrderBy(c => c.Wave)];
    }

    /// <summary>Asks the API server whether it would take what is new, or is to be made anew: that is deleted first.</summary>
    /// <param name="changes">What was decided.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<PlannedChanges> TryAsync(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        await Parallel.ForEachAsync(changes.Where(c => c.Live is null && !c.IsUntried && !_coming.Contains(c.Key)), AtOnce.Options(ct), async (change, token) =>
            await (change.Key.Namespace is { } ns && _newNamespaces.Contains(ns) ? _trial.TryElsewhereAsync(change, _problems, token) : _trial.TryAsync(change, _problems, token)).ConfigureAwait(false)).ConfigureAwait(false);
        await Parallel.ForEachAsync(changes.Where(c => c.Regrown is not null || (c.Action == ChangeAction.Recreated && !IsGoing(c.Live!))), AtOnce.Options(ct), async (change, token) =>
            await _trial.TryAnewAsync(change with { Desired = change.Regrown is { } whole ? GrownVolumes.Unowned(whole) : change.Desired }, _problems, token).ConfigureAwait(false)).ConfigureAwait(false);
        var leaving = changes.Where(c => c.Key.Kind == "Namespace" && c.Live is { } present && IsGoing(present)).Select(c => c.Key.Name).Concat(_trial.Leaving).Distinct(StringComparer.Ordinal);
        return new PlannedChanges(changes, [.. _problems.Where(p => !p.MayPass(changes)).Select(p => p.Text).Order(StringComparer.Ordinal)], [.. leaving.Order(StringComparer.Ordinal)]);
    }

    private async Task<Change> DecideAsync(Change change, JsonObject live, InventoryEntry? applied, CancellationToken ct)
    {
        var owner = live.Label(RolloutNames.ReleaseLabel);
        var adopted = owner is not null && owner != release && change.Desired!.Annotation(RolloutNames.AdoptAnnotation) == owner;
        if (owner is not null && owner != release && !adopted)
        {
            Refuse(change, $"{change.Key}: belongs to release {owner} (label {RolloutNames.ReleaseLabel}), and two releases cannot own one object; rename it here, take it out there, or adopt it with annotation {RolloutNames.AdoptAnnotation}: {owner}");
            return change with { Action = ChangeAction.Updated };
        }

        if (IsGoing(live))
        {
            if (change.Key.Kind == "Namespace")
            {
                Refuse(change, $"{change.Key}: is being deleted{LeavingNamespaces.Held(live)}; wait until it is gone");
            }

            return change with { Action = ChangeAction.Recreated, Reason = "it is being deleted, and is made anew when it is gone" };
        }

        if (change.Key is { Group: "batch", Kind: "Job" } && HasFailed(live))
        {
            return change with { Action = ChangeAction.Recreated, Reason = "the Job has failed before and is run again" };
        }

        var ownership = FieldOwnership.Decide(change.Desired!, live, drift);
        var (sized, smaller) = GrownVolumes.NeverSmaller(ownership.Desired, live);
        change = change with { Desired = sized, Notes = [.. ownership.Notes, .. smaller] };
        if (ownership.Problem is { } problem)
        {
            Refuse(change, problem);
            return change with { Action = ChangeAction.Updated };
        }

        return IsAsDesired(change.Desired, live, applied)
            ? change with { Action = ChangeAction.Unchanged }
            : await CompareByServerAsync(change, live, adopted ? owner : null, ct).ConfigureAwait(false);
    }

    /// <summary>
    /// Every field has its value and we own no other; or it is what we applied the last time, we own all of it, and so nobody has changed it since
    /// (what the server wrote in another form is then no difference).
    /// </summary>
    internal static bool IsAsDesired(JsonObject desired, JsonObject live, InventoryEntry? applied) =>
        (FieldComparison.Holds(desired, live) && OwnedFields.AreAllDesired(live, desired))
        || (applied?.Hash is { } hash && applied.Uid == live.Uid() && hash == ObjectHash.Of(desired) && OwnedFields.AreTheDesired(live, desired));

    private async Task<Change> CompareByServerAsync(Change change, JsonObject live, string? adoptedFrom, CancellationToken ct)
    {
        var (result, anew, grows) = await _trial.TryAsync(change, _problems, ct).ConfigureAwait(false);
        if (anew is not null)
        {
            return change with { Action = ChangeAction.Recreated, Reason = anew, GrowsClaims = grows };
        }

        if (result is null)
        {
            // refused: a problem by now
            return change with { Action = ChangeAction.Updated };
        }

        var isTools = drift != DriftPolicy.Keep && TakeOver.IsDue(live);
        var fields = FieldDiff.Between(live, isTools ? TakeOver.After(result, change.Desired!, live, await _trial.TryAnewAsync(change, [], ct).ConfigureAwait(false)) : result);
        if (grows)
        {
            return change with { Action = ChangeAction.Updated, Fields = [.. GrownVolumes.Fields(change.Desired!, live), .. fields], GrowsClaims = true, Regrown = GrownVolumes.Grown(result, change.Desired!), Reason = "its volumes grow: its claims first, then it is made anew around its pods" };
        }

        var takenOver = TakeOver.IsNewToUs(live);
        return fields.Count == 0 && !takenOver
            ? change with { Action = ChangeAction.Unchanged }
            : change with { Action = ChangeAction.Updated, Fields = fields, TakesOver = isTools, Reason = adoptedFrom is not null ? $"adopted from release {adoptedFrom}" : takenOver ? "exists, but was not made by us: taken over" : "" };
    }

    private void Refuse(Change change, string problem) => _problems.Add(new TrialProblem(change.Key, problem));

    private static bool IsGoing(JsonObject live) => live.At("metadata", "deletionTimestamp") is not null;

    private static bool HasFailed(JsonObject job) => job.Items("status", "conditions").Any(c => c.Text("type") == "Failed" && c.Text("status") == "True");
}

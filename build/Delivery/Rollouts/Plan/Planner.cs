using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>
/// Decides for each desired object what is to be done. Reads only: where the cheap comparison is not sure, the API server is asked by a dry run,
/// which also finds what it would refuse, before anything is written.
/// </summary>
internal sealed class Planner(ClusterClient client, Discovery discovery, string release, bool force)
{
    private const int AtOnce = 32;

    /// <summary>The changes in the order of their waves.</summary>
    /// <param name="desired">Normalised objects.</param>
    public async Task<PlannedChanges> PlanAsync(IReadOnlyList<JsonObject> desired, CancellationToken ct)
    {
        var problems = new ConcurrentBag<string>();
        var wanted = new List<(JsonObject Item, ApiResource Resource)>();
        var coming = new HashSet<ObjectKey>();
        var known = new HashSet<ObjectKey>();
        foreach (var item in desired.Where(d => d.Name().Length > 0))
        {
            // what is wrong with the others, the check of the desired objects says
            if (await discovery.FindAsync(item.ApiVersion(), item.Kind(), ct).ConfigureAwait(false) is { } resource && resource.Namespaced == item.Namespace() is not null && known.Add(ObjectKey.Of(item)))
            {
                wanted.Add((item, resource));
                if (await discovery.FindServedAsync(item.ApiVersion(), item.Kind(), ct).ConfigureAwait(false) is null)
                {
                    coming.Add(ObjectKey.Of(item));
                }
            }
        }

        var live = await new LiveReader(client).ReadAsync([.. wanted.Where(w => !coming.Contains(ObjectKey.Of(w.Item)))], release, ct).ConfigureAwait(false);
        // not there yet, or going: what is in them cannot be tried
        var newNamespaces = wanted.Where(w => w.Item.Kind() == "Namespace" && (live.GetValueOrDefault(ObjectKey.Of(w.Item)) is not { } present || IsGoing(present))).Select(w => w.Item.Name()).ToHashSet(StringComparer.Ordinal);
        var scaled = Autoscaling.Targets(desired);
        var changes = new Change[wanted.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, wanted.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, token) =>
        {
            var (item, resource) = wanted[i];
            var key = ObjectKey.Of(item);
            var canBeTried = !coming.Contains(key) && !(key.Namespace is { } ns && newNamespaces.Contains(ns));
            var present = live.GetValueOrDefault(key);
            changes[i] = await DecideAsync(present is not null && scaled.Contains(key) ? Autoscaling.LeaveReplicas(item, present) : item, resource, present, canBeTried, problems, token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return new PlannedChanges([.. changes.OrderBy(c => c.Wave)], [.. problems.Order(StringComparer.Ordinal)]);
    }

    private async Task<Change> DecideAsync(JsonObject item, ApiResource resource, JsonObject? live, bool canBeTried, ConcurrentBag<string> problems, CancellationToken ct)
    {
        var change = new Change { Key = ObjectKey.Of(item), Resource = resource, Action = ChangeAction.Created, Wave = Waves.Of(item), Desired = item, Live = live };
        if (live is null)
        {
            if (canBeTried)
            {
                await TryAsync(change, problems, ct).ConfigureAwait(false);
            }

            return change;
        }

        if (live.Label(RolloutNames.ReleaseLabel) is { } owner && owner != release)
        {
            problems.Add($"{change.Key}: belongs to release {owner} (label {RolloutNames.ReleaseLabel}), and two releases cannot own one object; rename it here, or take it out there");
            return change with { Action = ChangeAction.Updated };
        }

        if (IsGoing(live))
        {
            if (item.Kind() == "Namespace")
            {
                problems.Add($"{change.Key}: is being deleted; wait until it is gone");
            }

            return change with { Action = ChangeAction.Recreated, Reason = "it is being deleted, and is made anew when it is gone" };
        }

        if (item.Kind() == "Job" && HasFailed(live))
        {
            return change with { Action = ChangeAction.Recreated, Reason = "the Job has failed before and is run again" };
        }

        if (FieldComparison.Holds(item, live) && OwnedFields.AreAllDesired(live, item))
        {
            return change with { Action = ChangeAction.Unchanged };
        }

        return await CompareByServerAsync(change, live, problems, ct).ConfigureAwait(false);
    }

    private async Task<Change> CompareByServerAsync(Change change, JsonObject live, ConcurrentBag<string> problems, CancellationToken ct)
    {
        if (await TryAsync(change, problems, ct).ConfigureAwait(false) is not { } result)
        {
            // refused: a Job is made anew, everything else is a problem by now
            return change.Desired!.Kind() == "Job"
                ? change with { Action = ChangeAction.Recreated, Reason = "a Job cannot change; it is deleted and run anew" }
                : change with { Action = ChangeAction.Updated };
        }

        var fields = FieldDiff.Between(live, result);
        var adopted = !live.Items("metadata", "managedFields").Any(f => f.Text("manager") == RolloutNames.FieldManager && f.Text("operation") == "Apply");
        return fields.Count == 0 && !adopted
            ? change with { Action = ChangeAction.Unchanged }
            : change with { Action = ChangeAction.Updated, Fields = fields, Reason = adopted ? "exists, but was not made by us: taken over" : "" };
    }

    /// <summary>What the object would become; null where the server refuses.</summary>
    private async Task<JsonObject?> TryAsync(Change change, ConcurrentBag<string> problems, CancellationToken ct)
    {
        try
        {
            return await client.ApplyAsync(change.Resource, change.Desired!, force, dryRun: true, ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException e) when (e.IsInvalid && change.Live is not null && change.Desired!.Kind() == "Job")
        {
            return null;
        }
        catch (ApiRefusedException e) when (change.Live is null && e.Code == 404)
        {
            problems.Add(e.Message.StartsWith("namespaces ", StringComparison.Ordinal)
                ? $"{change.Key}: namespace {change.Key.Namespace} does not exist, and the release does not bring it; add it to the release, or create it first"
                : RefusalText.Of(change.Key, e));
            return null;
        }
        catch (ApiRefusedException e) when (e.IsFinal)
        {
            problems.Add(RefusalText.Of(change.Key, e));
            return null;
        }
    }

    private static bool IsGoing(JsonObject live) => live.At("metadata", "deletionTimestamp") is not null;

    private static bool HasFailed(JsonObject job) => job.Items("status", "conditions").Any(c => c.Text("type") == "Failed" && c.Text("status") == "True");
}

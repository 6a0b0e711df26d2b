using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Prune;
using SiteBuilder.Delivery.Rollouts.Record;
using SiteBuilder.Delivery.Rollouts.Secrets;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Rollouts.State;

/// <summary>Compares a recorded release with what is in the cluster.</summary>
internal sealed class StatusReader(ClusterClient client, string release, TimeProvider time)
{
    public async Task<ReleaseStatus> ReadAsync(ReleaseRecord record, CancellationToken ct)
    {
        // a rollback did not run them, so nobody looks for them
        var expected = record.RollbackTo is null ? record : record with { Objects = [.. record.Objects.Where(item => !Migrations.IsMigration(item))] };
        var set = expected.Objects.ToDictionary(ObjectKey.Of, item => item.Copy());
        var restored = await Rollback.ObjectsAsync(expected, new Dictionary<ObjectKey, JsonObject>(), client, ct).ConfigureAwait(false);
        var lists = new LiveLists(client, release);
        await GeneratedSecrets.FillAsync(restored.Objects, lists, time, ct).ConfigureAwait(false);
        var discovery = new Discovery(client);
        discovery.Announce(restored.Objects);
        var plan = await new Planner(client, discovery, release, DriftPolicy.TakeBack, lists).PlanAsync(restored.Objects, Task.FromResult(Inventory.Empty), tryAll: false, ct).ConfigureAwait(false);
        var pods = await PodFindings.ReadAsync(client, [.. plan.Changes.Select(change => change.Live).OfType<JsonObject>().Where(live => ObjectStatuses.Of(live).Readiness != Readiness.Ready)], ct).ConfigureAwait(false);
        var scaled = Autoscaling.Targets(restored.Objects);
        var states = plan.Changes.Select(change => State(change, set[change.Key], pods, scaled.Contains(change.Key))).ToList();
        return new ReleaseStatus
        {
            Release = record.Release,
            Revision = record.Revision,
            Result = record.Result,
            RollbackTo = record.RollbackTo,
            When = record.When,
            Origin = record.Origin,
            Objects = [.. states, .. set.Keys.Except(plan.Changes.Select(change => change.Key)).Select(key => new ObjectState(key.ToString(), ObjectCondition.Missing, "", []))],
            Problems = [.. plan.Problems.Select(SecretMask.Filter(restored.Objects).Apply)],
        };
    }

    private static ObjectState State(Change change, JsonObject set, PodFindings pods, bool isScaled)
    {
        if (change.Live is not { } live)
        {
            var isOver = change.Key.Kind == "Job" && set.At("spec", "ttlSecondsAfterFinished") is not null;
            return new ObjectState(change.Key.ToString(), isOver ? ObjectCondition.Ready : ObjectCondition.Missing, isOver ? "finished and removed" : "", []);
        }

        var status = ObjectStatuses.Of(live);
        var pod = status.Readiness == Readiness.Ready ? null : pods.ProblemOf(live);
        var condition = status.Readiness switch
        {
            Readiness.Ready => ObjectCondition.Ready,
            Readiness.InProgress when pod is null => ObjectCondition.Progressing,
            _ => ObjectCondition.Failed,
        };
        return new ObjectState(change.Key.ToString(), condition, pod ?? status.Reason, Drift(change, set, live, isScaled));
    }

    /// <summary>
    /// What others have set, told by the server's own account of who manages a field, which knows of a Secret's values too; and what is gone, which nobody
    /// manages. What belongs to an autoscaler is not among it.
    /// </summary>
    private static IReadOnlyList<DriftedField> Drift(Change change, JsonObject set, JsonObject live, bool isScaled)
    {
        var foreign = ForeignFields.Of(set, live).All.Where(field => !field.LeftAlone && !(isScaled && field.Path == ".spec.replicas")).Select(field => new DriftedField(field.Path, field.Ours, field.Theirs, field.Manager)).ToList();
        var gone = set.IsSecret() && set["data"] is JsonObject data ? data.Where(pair => live.At("data", pair.Key) is null).Select(pair => new DriftedField($".data.{pair.Key}", "***", null, null)) : [];
        return [.. foreign, .. gone, .. change.Fields.Where(field => foreign.Count == 0 || field.Before is null).Select(field => new DriftedField($".{field.Path}", field.After, field.Before, null))];
    }
}

using SiteBuilder.Delivery.Rollouts.Apply;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Preflight;
using SiteBuilder.Delivery.Rollouts.Record;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Rollouts;

public sealed partial class Rollout
{
    /// <summary>
    /// Rolls a recorded release out again: the same way with lock, plan, preflight, waves, prune and record, as a new revision. What others have set
    /// meanwhile is taken back too. Jobs that migrate data are not run.
    /// </summary>
    /// <param name="request">Which release and where; its objects do not count.</param>
    /// <param name="to">The revision; null for the last good one before what is there now.</param>
    /// <exception cref="StepFailedException">There is no such release or it may not be gone back to, or the rollout of it failed.</exception>
    /// <exception cref="StoppedException">It was cancelled; the message says what was done.</exception>
    public async Task<RolloutResult> RollbackAsync(RolloutRequest request, int? to, IProgress<RolloutEvent>? progress, CancellationToken ct)
    {
        request = Called(request, "Rollback");
        var ledger = new RolloutLedger(time, progress);
        RolloutRequest back;
        using (var client = await ClientAsync(request, ledger).ConfigureAwait(false))
        {
            back = await GuardAsync(request, client, ledger, () => PrepareAsync(request, to, client, ledger, ct)).ConfigureAwait(false);
        }

        return await RunAsync(back, progress, ct).ConfigureAwait(false);
    }

    private static async Task<RolloutRequest> PrepareAsync(RolloutRequest request, int? to, ClusterClient client, RolloutLedger ledger, CancellationToken ct)
    {
        await CheckIdentityAsync(request, client, ct).ConfigureAwait(false);
        var records = await new RecordStore(client, request.Release).ReadAllAsync(ct).ConfigureAwait(false);
        var target = RollbackTarget.Choose(request.Release, records, to);
        var restored = await Rollback.ObjectsAsync(target, new Dictionary<ObjectKey, System.Text.Json.Nodes.JsonObject>(), client, ct).ConfigureAwait(false);
        if (restored.Lost.Count > 0)
        {
            throw new StepFailedException(
                request.Command,
                $"revision {target.Revision} of release {request.Release}",
                $"values of Secrets are not recorded, and the cluster no longer has: {string.Join(", ", restored.Lost)}",
                null,
                "put them back first (kubectl create secret ...), or roll the commit or manifests of that revision out again");
        }

        ledger.Say(null, $"going back from revision {records[0].Revision} to revision {target.Revision}, of {target.When.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by {target.Origin.Who}{(target.Origin.ShortCommit() is { } commit ? $", commit {commit}" : "")}");
        foreach (var job in restored.Objects.Where(Migrations.IsMigration))
        {
            ledger.Say(ObjectKey.Of(job), "not run: a migration goes forward only");
        }

        if (restored.Objects.Count(item => item.IsSecret()) is var secrets and > 0)
        {
            ledger.Say(null, $"{secrets} Secret{(secrets == 1 ? " keeps its present values" : "s keep their present values")}: values are not recorded");
        }

        return request with
        {
            Objects = restored.Objects,
            Images = target.Images,
            Drift = DriftPolicy.TakeBack,
            RollbackOnFailure = false,
            DefaultNamespace = null,
            WayBack = new WayBack(target.Revision, records[0].Revision),
        };
    }

    private static async Task CheckIdentityAsync(RolloutRequest request, ClusterClient client, CancellationToken ct)
    {
        if (await ClusterIdentity.ProblemAsync(client, request.ExpectedIdentity, ct).ConfigureAwait(false) is { } wrong)
        {
            throw PreflightFailure.Of(request.Release, [wrong]);
        }
    }
}

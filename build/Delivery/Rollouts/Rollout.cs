using System.Globalization;
using System.Text.Json;
using SiteBuilder.Delivery.Rollouts.Apply;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Locking;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Plan.Saved;
using SiteBuilder.Delivery.Rollouts.Preflight;
using SiteBuilder.Delivery.Rollouts.Record;
using SiteBuilder.Delivery.Rollouts.Watching;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts;

/// <summary>
/// Brings the objects of a release into a cluster: read, plan, preflight, apply in waves, wait, prune, record. A second run of the same
/// objects writes nothing; a run that was killed is finished by the next.
/// </summary>
public sealed partial class Rollout(TimeProvider time)
{
    private static readonly TimeSpan AfterwordTime = TimeSpan.FromSeconds(10);
    private ConnectionAhead? _ahead;

    /// <summary>
    /// Begins to connect, for the verb that will be called: what it needs is read meanwhile. What is wrong with the kubeconfig or the API server is told by that verb.
    /// Default: it connects when it is called.
    /// </summary>
    /// <param name="kubeconfig">Path of the kubeconfig.</param>
    /// <param name="context">Its context; null for the current one.</param>
    public void Connect(string kubeconfig, string? context) => _ahead = new ConnectionAhead(kubeconfig, context);

    /// <summary>What a rollout would do, field by field. Reads only.</summary>
    /// <exception cref="StepFailedException">The cluster cannot be reached or is not the expected one.</exception>
    /// <param name="keep">Whether the plan is to be kept: <see cref="RolloutPlan.Saved"/> is set then.</param>
    public async Task<RolloutPlan> PlanAsync(RolloutRequest request, CancellationToken ct, bool keep = false)
    {
        request = Called(request, "Diff");
        using var client = await ClientAsync(request, null).ConfigureAwait(false);
        var ledger = new RolloutLedger(time, null);
        var run = new RolloutRun(request, client, ledger, time);
        await using (run.ConfigureAwait(false))
        {
            return await GuardAsync(request, client, ledger, async () =>
            {
                var problems = await run.CheckAsync(ct).ConfigureAwait(false);
                var plan = await run.PlanAsync(problems, tryAll: true, ct).ConfigureAwait(false);
                return keep && plan.Problems.Count == 0 ? plan with { Saved = await run.DescribeAsync(SaltedHash.New(), ct).ConfigureAwait(false) } : plan;
            }).ConfigureAwait(false);
        }
    }

    /// <summary>Rolls the release out.</summary>
    /// <exception cref="StepFailedException">Preflight found problems, or an object failed; the message is the whole story.</exception>
    /// <exception cref="StoppedException">It was cancelled; the message says what was done.</exception>
    public async Task<RolloutResult> RunAsync(RolloutRequest request, IProgress<RolloutEvent>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var ledger = new RolloutLedger(time, progress);
        using var client = await ClientAsync(request, ledger).ConfigureAwait(false);
        using var deadline = new CancellationTokenSource(request.Deadline, time);
        var lease = new DeployLease(client, request.Release, Holder(request.Origin), time, request.Supersede);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token, lease.Lost);
        var run = new RolloutRun(request, client.CheckedBy(lease.EnsureHeld), ledger, time);
        var lost = lease.Lost;
        await using (lease.ConfigureAwait(false))
        await using (run.ConfigureAwait(false))
        {
            try
            {
                return await GuardAsync(request, client, ledger, () => DeployAsync(request, client, run, lease, ledger, deadline.Token, ct, limit.Token)).ConfigureAwait(false);
            }
            catch (OperationCanceledException e) when (ct.IsCancellationRequested)
            {
                var cancelled = new StoppedException($"{request.Command} of release {request.Release} was stopped: {ledger.Summary()}. Run the same command again to finish it.", e, ct);
                cancelled.Data[RolloutResult.DataKey] = new RolloutResult { Entries = ledger.Entries, Revision = 0, Changed = ledger.Written.Count > 0 };
                throw cancelled;
            }
            catch (OperationCanceledException e) when (lease.SupersededBy is not null)
            {
                var superseded = WithResult(new StepFailedException(request.Command, $"release {request.Release}", $"has given way to {lease.SupersededBy}, who came later; {ledger.Summary()}, nothing was pruned", null, "none needed: the later one brings the release to where it wants it", e), ledger);
                superseded.Data[RolloutResult.SupersededKey] = true;
                throw superseded;
            }
            catch (OperationCanceledException e) when (lost.IsCancellationRequested)
            {
                throw WithResult(new StepFailedException(request.Command, $"lock of release {request.Release}", $"{lease.WhyLost}; {ledger.Summary()}", null, "look who deploys, then run again", e), ledger);
            }
            catch (OperationCanceledException e)
            {
                throw WithResult(Late(request, lease, ledger, e), ledger);
            }
        }
    }

    private async Task<RolloutResult> DeployAsync(RolloutRequest request, ClusterClient client, RolloutRun run, DeployLease lease, RolloutLedger ledger, CancellationToken deadline, CancellationToken user, CancellationToken ct)
    {
        var look = request.WayBack is null ? lease.IsFreeAsync(ct) : Task.FromResult(false);
        IReadOnlyList<string> problems;
        try
        {
            problems = await run.CheckAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            await ((Task)look).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (problems.Count > 0)
        {
            // no need for the lock, nor to wait for it: with the rest that is wrong, this is the end
            throw PreflightFailure.Of(request.Release, (await run.PlanAsync(problems, tryAll: true, ct).ConfigureAwait(false)).Problems);
        }

        var plan = await look.ConfigureAwait(false) ? await PlanUnlockedAsync(run, lease, ct).ConfigureAwait(false) : null;
        if (plan is not null && await run.IsDoneAsync(plan).ConfigureAwait(false) && await lease.IsStillFreeAsync(ct).ConfigureAwait(false))
        {
            // nothing will be written, so nobody has to be kept out
            Warn(plan, ledger);
            return await run.ExecuteAsync(deadline, lease.Superseded, ct).ConfigureAwait(false);
        }

        try
        {
            if (!await lease.AcquireAsync(holder => ledger.Say(null, $"waiting for {holder}, who deploys release {request.Release} now"), ct).ConfigureAwait(false) || plan is null)
            {
                plan = await PlanAsync(run, ct).ConfigureAwait(false);
            }
        }
        catch (ApiRefusedException e) when (e.Code == 403 && AccessReview.Says(e) && plan is null or { Problems.Count: > 0 })
        {
            // who may not take the lock hears of all that is missing
            plan ??= await run.PlanAsync([], tryAll: true, ct).ConfigureAwait(false);
            throw plan.Problems.Count > 0 ? PreflightFailure.Of(request.Release, plan.Problems) : Unserved(request, client, ledger, e) ?? (Exception)e;
        }

        if (await run.HasWaitedForNamespacesAsync(ct).ConfigureAwait(false))
        {
            plan = await run.PlanAsync([], tryAll: false, ct).ConfigureAwait(false);
        }

        if (plan.Problems.Count > 0)
        {
            throw PreflightFailure.Of(request.Release, plan.Problems);
        }

        Warn(plan, ledger);

        // what follows a failure has its own time: the deadline may have been the failure
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(user, lease.Lost);
        try
        {
            return await run.ExecuteAsync(deadline, lease.Superseded, ct).ConfigureAwait(false);
        }
        catch (ObjectFailedException e)
        {
            ledger.Fail(e.Failure.Key, e.Failure.Reason);
            using var late = new CancellationTokenSource(AfterwordTime, time);
            using var afterword = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, late.Token);
            var failure = await new FailureBlock(client, run.Redaction(), time).DescribeAsync(request.Release, e, ledger.Summary(), afterword.Token).ConfigureAwait(false);
            stop.Token.ThrowIfCancellationRequested();
            throw await EndAsync(request, run, ledger, failure, stop.Token).ConfigureAwait(false);
        }
        catch (StepFailedException e) when (run.WasUntriedRefused)
        {
            throw await run.TakeBackUntriedAsync(e, stop.Token).ConfigureAwait(false);
        }
        catch (StepFailedException e)
        {
            throw await EndAsync(request, run, ledger, e, stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (run.HasBegun && !stop.IsCancellationRequested && (e is OperationCanceledException ? lease.SupersededBy is null ? Late(request, lease, ledger, e) : null : Unserved(request, client, ledger, e)) is { } failure)
        {
            throw await EndAsync(request, run, ledger, failure, stop.Token).ConfigureAwait(false);
        }
    }

    private static StepFailedException Late(RolloutRequest request, DeployLease lease, RolloutLedger ledger, Exception e) =>
        new(request.Command, $"release {request.Release}", $"not done after {request.Deadline.TotalSeconds:0} s, its deadline{(lease.WaitsFor is { } other ? $", still waiting for {other}, who holds the lock" : "")}; {ledger.Summary()}", null, "run it again, or give it more time", e);

    /// <returns>Null where it could not be planned while another was at work: under the lock all is read anew.</returns>
    private static async Task<RolloutPlan?> PlanUnlockedAsync(RolloutRun run, DeployLease lease, CancellationToken ct)
    {
        try
        {
            return await PlanAsync(run, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StepFailedException or ApiRefusedException)
        {
            if (await lease.IsStillFreeAsync(ct).ConfigureAwait(false))
            {
                throw;
            }

            return null;
        }
    }

    private static async Task<RolloutPlan> PlanAsync(RolloutRun run, CancellationToken ct)
    {
        await run.LookBackAsync(ct).ConfigureAwait(false);
        return await run.PlanAsync([], tryAll: false, ct).ConfigureAwait(false);
    }

    private static void Warn(RolloutPlan plan, RolloutLedger ledger)
    {
        foreach (var warning in plan.Warnings)
        {
            ledger.Say(null, $"warning: {warning}");
        }
    }

    /// <summary>Records the failure, takes it back where asked to, and hangs the result on the exception.</summary>
    private async Task<StepFailedException> EndAsync(RolloutRequest request, RolloutRun run, RolloutLedger ledger, StepFailedException failure, CancellationToken stop)
    {
        var entries = ledger.Entries;
        var revision = 0;
        IReadOnlyList<string> takenBack = [];
        var end = failure;
        try
        {
            using var late = new CancellationTokenSource(AfterwordTime, time);
            using var afterword = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
            revision = await run.RecordAsync(ReleaseRecord.Failed, changed: true, afterword.Token).ConfigureAwait(false);
            if (request.RollbackOnFailure && run.HasBegun)
            {
                using var tooLong = new CancellationTokenSource(request.Deadline, time);
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, tooLong.Token);
                takenBack = await run.TakeBackAsync(limit.Token).ConfigureAwait(false);
                revision = run.TakenBackAs ?? revision;
                end = With(failure, string.Join('\n', ["  taken back:", .. takenBack.Select(t => $"    - {t}")]));
            }
        }
        catch (Exception e) when (e is ApiRefusedException or HttpRequestException or IOException or JsonException or OperationCanceledException or ObjectFailedException or StepFailedException)
        {
            end = With(failure, $"  afterwards: {(request.RollbackOnFailure ? "going back failed too" : "the failure could not be recorded")}: {(e is OperationCanceledException ? "it took too long" : run.Redaction().Apply(e.Message))}");
        }

        end.Data[RolloutFailure.DataKey] = failure.Data[RolloutFailure.DataKey];
        end.Data[RolloutResult.DataKey] = new RolloutResult { Entries = entries, Revision = revision, Changed = ledger.Written.Count > 0, TakenBack = takenBack, Failure = failure.Data[RolloutFailure.DataKey] as RolloutFailure };
        return end;
    }

    internal static StepFailedException With(StepFailedException failure, string more) =>
        new(failure.Stage, failure.Subject, $"{failure.Found}\n{more}", failure.Expected, failure.Remedy, failure.InnerException);

    private static async Task<T> GuardAsync<T>(RolloutRequest request, ClusterClient client, RolloutLedger ledger, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (StepFailedException e)
        {
            throw WithResult(e.Of(request.Command), ledger);
        }
        catch (Exception e) when (Unserved(request, client, ledger, e) is { } failure)
        {
            throw WithResult(failure, ledger);
        }
    }

    /// <summary>What an API server that cannot be reached, or refuses, ends; null for anything else.</summary>
    private static StepFailedException? Unserved(RolloutRequest request, ClusterClient client, RolloutLedger ledger, Exception e)
    {
        var connection = client.Connection;
        var done = ledger.Entries.Count == 0 ? "" : $"; {ledger.Summary()}";
        return e switch
        {
            ApiRefusedException refused => new StepFailedException(request.Command, $"API server {connection.Server}", $"{refused.Code} {refused.Reason}: {e.Message}{done}", null, refused.Code is 401 or 403 ? $"check what context {connection.Context} of {connection.Kubeconfig} may do" : null, e),
            HttpRequestException or IOException or JsonException => new StepFailedException(request.Command, $"API server {connection.Server}", $"{e.InnerException?.Message ?? e.Message}{done}", "a reachable API server", $"check kubeconfig {connection.Kubeconfig}, context {connection.Context}, and that the cluster runs", e),
            _ => null,
        };
    }

    private static StepFailedException WithResult(StepFailedException failure, RolloutLedger ledger)
    {
        if (ledger.Entries.Count > 0 && !failure.Data.Contains(RolloutResult.DataKey))
        {
            failure.Data[RolloutResult.DataKey] = new RolloutResult { Entries = ledger.Entries, Revision = 0, Changed = ledger.Written.Count > 0 };
        }

        return failure;
    }

    private static RolloutRequest Called(RolloutRequest request, string command)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request with { Command = command };
    }

    /// <param name="ledger">Hears of an API server that is tried in vain; null = nobody does.</param>
    private async Task<ClusterClient> ClientAsync(RolloutRequest request, RolloutLedger? ledger)
    {
        var ahead = Interlocked.Exchange(ref _ahead, null);
        try
        {
            var connection = ahead?.IsTo(request) == true ? await ahead.OpenAsync().ConfigureAwait(false) : ClusterConnection.Open(request.KubeconfigPath, request.Context);
            return new ClusterClient(connection, time, ledger is null ? null : text => ledger.Say(null, text));
        }
        catch (StepFailedException e)
        {
            throw e.Of(request.Command);
        }
    }

    private static string Holder(RolloutOrigin origin) =>
        string.Create(CultureInfo.InvariantCulture, $"{origin.Who}{(origin.Run is null ? "" : $" ({origin.Run})")} on {Environment.MachineName}{(origin.ShortCommit() is { } commit ? $", commit {commit}" : "")}, process {Environment.ProcessId}, {Guid.NewGuid().ToString("N")[..6]}");
}

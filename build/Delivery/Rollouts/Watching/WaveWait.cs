using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>Waits until every object of a wave is ready, by watches, and gives up as soon as one cannot become so.</summary>
internal sealed class WaveWait(ClusterView view, TimeProvider time, WaitLimits limits, Action<ObjectKey, ObjectStatus> report)
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    /// <param name="objects">The objects of the wave as the writes have answered, or as they were read.</param>
    /// <exception cref="ObjectFailedException">One will not become ready, or a limit has passed.</exception>
    public async Task WaitAsync(IReadOnlyList<(ApiResource Resource, JsonObject Live)> objects, CancellationToken ct)
    {
        var pending = new List<PendingObject>();
        foreach (var (resource, live) in objects)
        {
            var status = ObjectStatuses.Of(live);
            if (status.Readiness == Readiness.Ready)
            {
                report(ObjectKey.Of(live), status);
                continue;
            }

            pending.Add(new PendingObject(ObjectKey.Of(live), live, view.Follow(resource, live.Namespace()), time.GetTimestamp()));
        }

        if (pending.Count == 0)
        {
            return;
        }

        var feeds = pending.Select(p => p.Feed).Concat(pending.Where(p => p.IsWorkload).Select(p => p.Key.Namespace).OfType<string>().Distinct().SelectMany(view.FollowPods)).Distinct().ToList();
        pending.ForEach(p => p.Feed.Put(p.Live));
        try
        {
            await Task.WhenAll(feeds.Select(f => f.Listed)).WaitAsync(ct).ConfigureAwait(false);
            while (true)
            {
                if (feeds.Find(f => f.Error is not null) is { } ended)
                {
                    ExceptionDispatchInfo.Throw(ended.Error!);
                }

                var sleep = Judge(pending);
                if (pending.Count == 0)
                {
                    return;
                }

                using var nap = CancellationTokenSource.CreateLinkedTokenSource(ct);
                var change = view.ChangedAsync(nap.Token);
                await Task.WhenAny(change, Task.Delay(sleep, time, nap.Token)).ConfigureAwait(false);
                await nap.CancelAsync().ConfigureAwait(false);
                await change.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ct.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (limits.Deadline.IsCancellationRequested && pending.Count > 0)
        {
            var late = pending.MinBy(p => p.ChangedAt)!;
            throw Fail(pending, late, $"not ready after {limits.Total.TotalSeconds:0} s, the deadline of the rollout: {late.Status.Reason}", null);
        }
    }

    /// <summary>Looks at every pending object, drops those that are ready, and says how long to sleep at most.</summary>
    private TimeSpan Judge(List<PendingObject> pending)
    {
        var now = time.GetTimestamp();
        var sleep = LongestSleep;
        foreach (var item in pending.ToList())
        {
            if (item.Feed.Find(item.Key.Name) is not { } live)
            {
                if (item.Key.Kind == "Job")
                {
                    // ttlSecondsAfterFinished has removed it: only finished Jobs are removed so
                    Done(item, new ObjectStatus(Readiness.Ready, "finished and removed"));
                    continue;
                }

                throw Fail(pending, item, "was deleted by somebody else while it was waited for", null);
            }

            if (item.Look(live, () => item.Key.Namespace is { } ns ? view.Events(ns) : [], () => IsUnproven(item, now), now))
            {
                report(item.Key, item.Status);
            }

            switch (item.Status.Readiness)
            {
                case Readiness.Ready:
                    Done(item, item.Status);
                    continue;
                case Readiness.InProgress when item.ReadySince is { } since:
                    Due(since, FreshPods.Settling);
                    continue;
                case Readiness.Failed when Due(item.FailedSince ?? now, item.Status.Grace):
                    throw Fail(pending, item, item.Status.Reason, ProblemOf(item).FirstOrDefault());
                default:
                    break;
            }

            var problems = ProblemOf(item);
            item.KeepProblems([.. problems.Select(p => p.Problem)]);
            foreach (var found in problems)
            {
                if (Due(item.ProblemSince(found.Problem, now), found.Problem.Grace))
                {
                    throw Fail(pending, item, $"pod {found.Problem.Pod}: {found.Problem.Reason}", found);
                }
            }

            if (Due(item.ChangedAt, limits.Stall))
            {
                throw Fail(pending, item, $"nothing has changed for {limits.Stall.TotalSeconds:0} s: {item.Status.Reason}", problems.FirstOrDefault());
            }
        }

        return sleep;

        void Done(PendingObject item, ObjectStatus status)
        {
            pending.Remove(item);
            report(item.Key, status);
        }

        bool Due(long since, TimeSpan limit)
        {
            var rest = limit - time.GetElapsedTime(since, now);
            if (rest <= TimeSpan.Zero)
            {
                return true;
            }

            sleep = rest < sleep ? rest : sleep;
            return false;
        }
    }

    private IReadOnlyList<FoundProblem> ProblemOf(PendingObject item)
    {
        if (!item.IsWorkload || item.Key.Namespace is not { } ns)
        {
            return [];
        }

        var events = view.Events(ns);
        return [.. NewPods(item, ns)
            .Select(p => PodProblems.Of(p, events) is { } problem ? new FoundProblem(p, problem) : null)
            .OfType<FoundProblem>()];
    }

    private ObjectFailedException Fail(List<PendingObject> pending, PendingObject item, string reason, FoundProblem? found)
    {
        var pod = found?.Pod ?? WorstPod(item);
        var events = item.Key.Namespace is { } ns ? view.Events(ns) : [];
        var uids = new[] { pod?.Uid(), item.Live.Uid() }.Concat(item.Key.Namespace is { } n ? view.ReplicaSets(n).Where(r => r.IsOwnedBy(item.Live.Uid())).Select(r => r.Uid()) : []).OfType<string>().ToList();
        return new ObjectFailedException(
            new ObjectFailure(item.Key, item.Live, reason, found?.Problem, pod, DecidingEvent.Of(uids, found?.Problem.Reason, events)) { Concerned = uids },
            [.. pending.Where(p => p != item).Select(p => $"{p.Key}: {p.Status.Reason}")]);
    }

    private bool IsUnproven(PendingObject item, long now) =>
        item is { IsWorkload: true, ReadySince: { } since, Key: { Kind: not "Job", Namespace: { } ns } }
        && time.GetElapsedTime(since, now) < FreshPods.Settling
        && FreshPods.Any(item.Live, NewPods(item, ns), time.GetUtcNow());

    private List<JsonObject> NewPods(PendingObject item, string ns)
    {
        var replicaSets = view.ReplicaSets(ns);
        return [.. view.Pods(ns).Where(p => PodOwnership.IsOfNewRevision(item.Live, p, replicaSets))];
    }

    /// <summary>Of the new pods the one that ended badly, else one that is not ready.</summary>
    private JsonObject? WorstPod(PendingObject item)
    {
        if (!item.IsWorkload || item.Key.Namespace is not { } ns)
        {
            return null;
        }

        var pods = NewPods(item, ns);
        return pods.Find(p => p.Text("status", "phase") == "Failed") ?? pods.Find(p => !p.Condition("Ready").Says("True"));
    }

    private sealed record FoundProblem(JsonObject Pod, PodProblem Problem);
}

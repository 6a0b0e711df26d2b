using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>Waits until every object of a wave is ready, by watches, and gives up as soon as one cannot become so.</summary>
internal sealed class WaveWait(ClusterView view, ClusterLook look, TimeProvider time, WaitLimits limits, Action<ObjectKey, ObjectStatus> report)
{
    /// <summary>How often a cause that is gone gives a problem its grace again.</summary>
    private const int Excuses = 2;

    private readonly PodsInTheWay _inTheWay = new(look, time, limits.Patience);
    private readonly WatchClock _clock = new(time);
    private readonly CarriedObjects _carried = new(view);

    /// <summary>Takes an object along that is waited for at the end; meanwhile it may bring what others miss.</summary>
    public void Carry(ApiResource resource, JsonObject live) => _carried.Add(resource, live);

    /// <summary>Waits until what was taken along is ready, as it stands now, and what else there is.</summary>
    /// <param name="others">As for <see cref="WaitAsync"/>.</param>
    /// <param name="since">The newest write of the release.</param>
    public async Task WaitForCarriedAsync(IReadOnlyList<(ApiResource Resource, JsonObject Live)> others, DateTimeOffset since, CancellationToken ct) =>
        await WaitAsync([.. await _carried.ReadAsync(ct).ConfigureAwait(false), .. others], since, ct).ConfigureAwait(false);

    /// <summary>Looks once more at what was ready, and waits for it where it no longer is: what was written since may have shaken it, or it has ended after all.</summary>
    /// <param name="objects">As they were read or written.</param>
    /// <param name="since">What happened before does not count.</param>
    public async Task WaitOnceMoreAsync(IReadOnlyList<(ApiResource Resource, JsonObject Live)> objects, DateTimeOffset since, CancellationToken ct)
    {
        var found = objects.Select(o => (o.Resource, o.Live, Feed: view.Follow(o.Resource, o.Live.Namespace()))).ToList();
        await Task.WhenAll(found.Select(f => f.Feed.Listed)).WaitAsync(ct).ConfigureAwait(false);
        await WaitAsync([.. found.Select(f => (f.Resource, f.Feed.Find(f.Live.Name()) ?? f.Live))], since, ct).ConfigureAwait(false);
    }

    /// <param name="objects">The objects of the wave as the writes have answered, or as they were read.</param>
    /// <param name="since">The newest write of the release, by the cluster's clock.</param>
    /// <param name="ct">Ends it.</param>
    /// <param name="beside">Others that are on their way: they need not become ready, but where one cannot, it is over. Default: none.</param>
    /// <exception cref="ObjectFailedException">One will not become ready, or a limit has passed.</exception>
    public async Task WaitAsync(IReadOnlyList<(ApiResource Resource, JsonObject Live)> objects, DateTimeOffset since, CancellationToken ct, IReadOnlyList<(ApiResource Resource, JsonObject Live)>? beside = null)
    {
        var pending = new List<PendingObject>();
        foreach (var (resource, live) in objects)
        {
            var status = ObjectStatuses.Of(live, since);
            if (status.Readiness == Readiness.Ready)
            {
                report(ObjectKey.Of(live), status);
                continue;
            }

            pending.Add(Pending(resource, live, since));
        }

        if (pending.Count == 0)
        {
            return;
        }

        pending.AddRange((beside ?? []).Select(other => Pending(other.Resource, other.Live, since, isBeside: true)));

        var feeds = pending.SelectMany(FeedsOf).Concat(_carried.Feeds).Distinct().ToList();
        pending.ForEach(p => p.Feed.Put(p.Live));

        // a Job may migrate data: another rollout must not make it anew in the middle
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, pending.Exists(p => p.Key.Kind == "Job") ? CancellationToken.None : limits.GiveWay);
        ct = limit.Token;
        try
        {
            await Task.WhenAll(feeds.Select(f => f.Listed)).WaitAsync(ct).ConfigureAwait(false);
            while (true)
            {
                if (feeds.Find(f => f.Error is not null) is { } ended)
                {
                    ExceptionDispatchInfo.Throw(ended.Error!);
                }

                var sleep = await JudgeAsync(pending, ct).ConfigureAwait(false);
                if (pending.TrueForAll(p => p.IsBeside))
                {
                    return;
                }

                using var asleep = _clock.Sleep(sleep);
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
            // one of which a problem is known rather than one that may only be waiting for it
            var late = pending.Where(p => p.LastFound is not null).Concat(pending.OrderBy(p => p.ChangedAt)).First();
            var known = late.LastFound?.Problem;
            var reason = known is null ? late.Status.Reason : $"pod {known.Pod}: {known.Reason}";
            throw Fail(pending, late, new Judgement(ObjectStatus.Failed($"not ready after {limits.Total.TotalSeconds:0} s, the deadline of the rollout: {reason}", known?.Rule ?? VerdictRules.Stall), TimeSpan.Zero) { Found = late.LastFound });
        }
    }

    private PendingObject Pending(ApiResource resource, JsonObject live, DateTimeOffset since, bool isBeside = false) =>
        new(ObjectKey.Of(live), live, view.Follow(resource, live.Namespace()), since, _clock.Now) { IsBeside = isBeside };

    /// <summary>Looks at every pending object, drops those that are ready, and says how long to sleep at most.</summary>
    private async Task<TimeSpan> JudgeAsync(List<PendingObject> pending, CancellationToken ct)
    {
        var now = _clock.Now;
        var sleep = TimeSpan.MaxValue;
        var overdue = new List<PendingObject>();
        var still = 0;
        foreach (var item in pending.ToList())
        {
            var othersStart = pending.Exists(p => p != item && p.IsStarting);
            var othersCome = othersStart || _carried.MayBring(othersStart);
            var found = Look(item, othersCome, now);
            if (found.Status.Readiness == Readiness.Failed && !item.IsOverdue && MayEnd(item, found))
            {
                found = await LookAgainAsync(item, othersCome, now, ct).ConfigureAwait(false);
            }

            if (found.Status.Readiness == Readiness.Ready)
            {
                pending.Remove(item);
                report(item.Key, found.Status);

                // they may have waited for it
                pending.ForEach(p => p.Moved($"{item.Key} is ready", now));
                continue;
            }

            if (item.IsOverdue)
            {
                overdue.Add(item);
                still++;
            }
            else if (found.Status.Readiness == Readiness.Failed)
            {
                if (!MayEnd(item, found) || IsHeld(item, found, othersStart, now))
                {
                    still++;
                }
                else if (!await IsExcusedAsync(item, found, now, ct).ConfigureAwait(false))
                {
                    throw Fail(pending, item, found);
                }
            }

            var next = await _inTheWay.RemoveAsync(item, new PodsOf(view, item), now, ct).ConfigureAwait(false);
            sleep = new[] { sleep, found.Sleep, next }.Min();
        }

        // one that stands still may wait for another that does not
        if (overdue is [var first, ..] && still == pending.Count && await LookAgainAsync(first, false, now, ct).ConfigureAwait(false) is var last && first.IsOverdue)
        {
            throw Fail(pending, first, last);
        }

        return sleep;
    }

    /// <summary>Nothing is given up on old news.</summary>
    private async Task<Judgement> LookAgainAsync(PendingObject item, bool othersCome, long now, CancellationToken ct)
    {
        await Task.WhenAll(FeedsOf(item).Select(f => f.RefreshAsync(ct))).ConfigureAwait(false);
        return Look(item, othersCome, now);
    }

    private IEnumerable<Feed> FeedsOf(PendingObject item) => item is { IsWorkload: true, Key.Namespace: { } ns } ? view.FollowPods(ns).Prepend(item.Feed) : [item.Feed];

    private Judgement Look(PendingObject item, bool othersCome, long now)
    {
        var judge = new ObjectJudge(item, new PodsOf(view, item), limits, othersCome, time, now);
        var found = judge.Judge();
        if (judge.IsNews)
        {
            report(item.Key, item.Status);
        }

        return found;
    }

    /// <summary>What goes on beside may need what is waited for; only what that cannot mend counts.</summary>
    private static bool MayEnd(PendingObject item, Judgement found) => !item.IsBeside || found.Status.Rule?.StandsAlone == true;

    /// <summary>Whether what is missed may still come from a custom object of the release.</summary>
    private bool IsHeld(PendingObject item, Judgement found, bool othersStart, long now)
    {
        if (MissedBy(found) is null || !_carried.MayBring(othersStart))
        {
            return false;
        }

        item.Hold(found.Found!.Value.Problem, now);
        return true;
    }

    /// <summary>Whether what was missed has come: the kubelet sees it at its next try, which may be half a minute away.</summary>
    private async Task<bool> IsExcusedAsync(PendingObject item, Judgement found, long now, CancellationToken ct) =>
        MissedBy(found) is { } missing
        && await look.IsThereAsync(item.Key.Namespace!, missing, ct).ConfigureAwait(false)
        && item.Excuse(found.Found!.Value.Problem, Excuses, now);

    private static MissingObject? MissedBy(Judgement found) =>
        found.Found?.Problem is { } problem
        && found.Status.Rule is { } rule && (rule == VerdictRules.ConfigMissing || rule == VerdictRules.MountMissing || rule == VerdictRules.ClaimMissing)
        ? MissingObject.Of(problem.Message, found.Found?.Pod) : null;

    private ObjectFailedException Fail(List<PendingObject> pending, PendingObject item, Judgement found)
    {
        var pods = new PodsOf(view, item);
        var pod = found.Found?.Pod ?? pods.New.FirstOrDefault(p => p.Text("status", "phase") == "Failed") ?? pods.New.FirstOrDefault(p => !p.Condition("Ready").Says("True"));
        var uids = new[] { pod?.Uid(), item.Live.Uid(), pods.Exist ? pods.Maker?.Uid() : null }.OfType<string>().Distinct().ToList();
        var problem = found.Found?.Problem;
        return new ObjectFailedException(
            new ObjectFailure(item.Key, item.Live, found.Status, problem, pod, DecidingEvent.Of(uids, problem?.Reason, LastWrite.Of(item.Live), [.. uids.SelectMany(pods.EventsAbout)]))
            {
                Concerned = uids,
                Evidence = found.Since is { } since ? time.GetElapsedTime(since, _clock.Now) : TimeSpan.Zero,
            },
            [.. pending.Where(p => p != item).Select(p => $"{p.Key}: {p.Status.Reason}").Concat(_carried.Waiting.Where(w => pending.TrueForAll(p => p.Key != w.Key)).Select(w => $"{w.Key}: {w.Status.Reason}"))]);
    }
}

using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>Judges one object at one moment by the rules of <see cref="VerdictRules"/>; reads what the watches have and changes nothing but its notes.</summary>
/// <param name="othersCome">Whether other workloads of the wave, or custom objects of the release, are still on their way.</param>
internal sealed class ObjectJudge(PendingObject item, PodsOf pods, WaitLimits limits, bool othersCome, TimeProvider time, long now)
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);
    private TimeSpan _sleep = LongestSleep;

    /// <summary>Whether the status reads otherwise than before.</summary>
    public bool IsNews { get; private set; }

    public Judgement Judge()
    {
        (item.IsOverdue, item.LastFound) = (false, null);
        if (item.Feed.Find(item.Key.Name) is not { } live)
        {
            return Gone();
        }

        IsNews = item.Look(live, Refused, IsUnproven, now);
        item.HasEnded = pods.HaveEnded;
        foreach (var step in pods.Steps)
        {
            item.Moved(step, now);
        }

        if (pods.AreAtWork)
        {
            item.IsAtWork(now);
        }

        if (item.Status.Readiness == Readiness.Ready)
        {
            return new Judgement(item.Status, _sleep);
        }

        if (item.ReadySince is { } since)
        {
            Due(since, FreshPods.Settling);
            return new Judgement(item.Status, _sleep);
        }

        var problems = Problems();
        item.LastFound = problems is [var known, ..] ? known : null;
        item.KeepProblems(problems.Select(p => p.Problem), [.. pods.New.SelectMany(PodProblems.InDoubt)]);
        if (item.Status is { Readiness: Readiness.Failed, Rule: { } rule } && item.FailedSince is { } failed && Due(failed, Grace(rule)))
        {
            return new Judgement(item.Status, _sleep) { Since = failed, Found = problems is [var first, ..] ? first : null };
        }

        // each is noted, the first whose time is over decides
        (JsonObject Pod, PodProblem Problem)? over = null;
        foreach (var found in problems)
        {
            if (Due(item.ProblemSince(found.Problem, now), found.Problem.IsProven ? RolloutPatience.OwnGraceOf(found.Problem.Rule, item.Live) : Grace(found.Problem.Rule)))
            {
                over ??= found;
            }
        }

        return over is { } end
            ? new Judgement(ObjectStatus.Failed($"pod {end.Problem.Pod}: {end.Problem.Reason}", end.Problem.Rule), _sleep) { Since = item.ProblemSince(end.Problem, now), Found = end }
            : problems.Count > 0 || item.Status.Readiness == Readiness.Failed ? new Judgement(item.Status with { Readiness = Readiness.InProgress }, _sleep)
            : Stalled();
    }

    /// <summary>Asked where nothing is known to be the matter: whatever is has its own grace. What the object itself says of its patience holds whatever others do.</summary>
    private Judgement Stalled()
    {
        var isOwn = item.Live.Annotation(VerdictRules.Stall.Annotation) is not null;
        var own = isOwn ? Grace(VerdictRules.Stall) : new[] { limits.Stall, QuietTime.Of(item.Live, pods.New, pods.All) }.Max();
        var (rule, limit) = Grace(VerdictRules.SlowPull) is var slow && slow > own && pods.ArePulling ? (VerdictRules.SlowPull, slow) : (VerdictRules.Stall, own);
        var isOver = Due(item.ChangedAt, limit);
        item.IsOverdue = isOver && !isOwn;
        return isOver
            ? new Judgement(ObjectStatus.Failed($"nothing has changed for {limit.TotalSeconds:0} s: {item.Status.Reason}", rule), _sleep) { Since = item.ChangedAt }
            : new Judgement(item.Status, _sleep);
    }

    /// <summary>A Job may have been removed for its time to live, well or badly ended; anything else was deleted by somebody.</summary>
    private Judgement Gone()
    {
        var since = item.Gone(now);
        var last = item.Key.Kind == "Job" ? JobEnd.Of(item.Live, pods.EventsAbout(item.Live.Uid())) : null;
        if (last is not null)
        {
            return new Judgement(last, _sleep) { Since = since };
        }

        return Due(since, Grace(VerdictRules.Deleted))
            ? new Judgement(ObjectStatus.Failed(item.Key.Kind == "Job" ? "was removed before its end was seen" : "was deleted by somebody else while it was waited for", VerdictRules.Deleted), _sleep) { Since = since }
            : new Judgement(ObjectStatus.InProgress("is gone"), _sleep);
    }

    /// <summary>Whether its pods may not be made. A pod that goes gives its part of the quota back, and a roll may count on that.</summary>
    private ObjectStatus? Refused() =>
        pods.Maker is { } maker && PodCreation.Refused(maker, pods.EventsAbout(maker.Uid()), item.Since) is { } refused
        && !(refused.Rule == VerdictRules.QuotaUsed && pods.All.Any(p => p.At("metadata", "deletionTimestamp") is not null)) ? refused : null;

    private List<(JsonObject Pod, PodProblem Problem)> Problems()
    {
        var found = new List<(JsonObject Pod, PodProblem Problem)>();
        var ends = CrashEnds();
        foreach (var pod in pods.New)
        {
            var evidence = new PodEvidence(pod, pods.EventsAbout(pod.Uid()))
            {
                Since = item.Since,
                CrashEnds = ends,
                PullTries = limits.Patience.Tries(VerdictRules.PullTries),
            };
            if (PodProblems.Of(evidence) is { } problem)
            {
                found.Add((pod, problem));
            }
        }

        if (item.Key.Kind is not ("Pod" or "Job") && PodRejections.Of(pods.New) is { } rejected)
        {
            found.Add(rejected);
        }

        return found;
    }

    /// <summary>While others are on their way, and once more after the last of them is there, a container has its chance: it may be one of them that it misses.</summary>
    private int CrashEnds()
    {
        if (othersCome)
        {
            item.StartedBesideOthers(pods.New.SelectMany(p => p.Items("status", "initContainerStatuses").Concat(p.Items("status", "containerStatuses"))).Select(s => (int)(s.Number("restartCount") ?? 0) + 1).DefaultIfEmpty().Max());
        }

        return limits.Patience.Tries(othersCome ? VerdictRules.CrashEndsBesideOthers : Math.Clamp(item.StartsBesideOthers + 1, VerdictRules.CrashEnds, VerdictRules.CrashEndsBesideOthers));
    }

    private bool IsUnproven() =>
        item is { IsWorkload: true, ReadySince: { } since, Key: { Kind: not "Job", Namespace: not null } }
        && time.GetElapsedTime(since, now) < FreshPods.Settling
        && FreshPods.Any(item.Live, pods.New, item.Since + time.GetElapsedTime(item.Begun, now));

    private TimeSpan Grace(VerdictRule rule) => limits.Patience.GraceOf(rule, item.Live);

    private bool Due(long since, TimeSpan limit)
    {
        var rest = limit - time.GetElapsedTime(since, now);
        if (rest <= TimeSpan.Zero)
        {
            return true;
        }

        _sleep = rest < _sleep ? rest : _sleep;
        return false;
    }
}

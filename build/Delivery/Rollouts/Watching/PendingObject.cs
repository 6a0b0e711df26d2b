using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>One object that is waited for, and since when what has been the matter with it.</summary>
internal sealed class PendingObject(ObjectKey key, JsonObject live, Feed feed, DateTimeOffset since, long now)
{
    private readonly Dictionary<string, long> _problemSince = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _excuses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private string _told = "";

    public ObjectKey Key { get; } = key;

    public Feed Feed { get; } = feed;

    /// <summary>The newest write of the release: what is older does not count.</summary>
    public DateTimeOffset Since { get; } = since;

    /// <summary>When the waiting for it has begun.</summary>
    public long Begun { get; } = now;

    public JsonObject Live { get; private set; } = live;

    public ObjectStatus Status { get; private set; } = ObjectStatuses.Of(live, since);

    /// <summary>When it or its new pods have last shown anything that was not seen before.</summary>
    public long ChangedAt { get; private set; } = now;

    /// <summary>Since when it counts as failed; null where it does not.</summary>
    public long? FailedSince { get; private set; }

    /// <summary>Since when it says that it is ready; null where it does not.</summary>
    public long? ReadySince { get; private set; }

    /// <summary>Since when it is not there; null where it is.</summary>
    public long? GoneSince { get; private set; }

    /// <summary>Whether it is looked at beside what is waited for, and need not become ready.</summary>
    public bool IsBeside { get; init; }

    /// <summary>Whether it has shown nothing new for as long as it may.</summary>
    public bool IsOverdue { get; set; }

    /// <summary>The first problem of its pods at the last look; null where there was none.</summary>
    public (JsonObject Pod, PodProblem Problem)? LastFound { get; set; }

    /// <summary>How often a container of it had been started while others were still on their way.</summary>
    public int StartsBesideOthers { get; private set; }

    /// <summary>Whether it is on its way and nothing is known to be the matter with it.</summary>
    public bool IsStarting => IsWorkload && Status.Readiness == Readiness.InProgress && _problemSince.Count == 0 && !HasEnded;

    /// <summary>Whether a container of its new pods has ended before.</summary>
    public bool HasEnded { get; set; }

    public bool IsWorkload => Key is { Group: "apps", Kind: "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" } or { Group: "batch", Kind: "Job" } or { Group: "", Kind: "Pod" or "ReplicationController" };

    /// <summary>Takes in the newest state; true where the status reads otherwise than before.</summary>
    /// <param name="live">The object as it is.</param>
    /// <param name="refused">Whether its pods may not be made; asked only while it is on its way.</param>
    /// <param name="isUnproven">Whether it may say too early that it is ready.</param>
    public bool Look(JsonObject live, Func<ObjectStatus?> refused, Func<bool> isUnproven, long now)
    {
        (Live, GoneSince) = (live, null);
        Status = ObjectStatuses.Of(live, Since);
        if (Status.Readiness == Readiness.InProgress)
        {
            Status = refused() ?? Status;
        }

        ReadySince = Status.Readiness == Readiness.Ready ? ReadySince ?? now : null;
        if (ReadySince is not null && isUnproven())
        {
            Status = ObjectStatus.InProgress($"its pods have no readiness probe and are watched for {FreshPods.Settling.TotalSeconds:0} s");
        }

        FailedSince = Status.Readiness == Readiness.Failed ? FailedSince ?? now : null;
        Moved(live.At("status")?.ToJsonString() ?? "", now);
        var reason = $"{Status.Readiness} {Status.Reason}";
        var isNews = reason != _told;
        _told = reason;
        return isNews;
    }

    /// <summary>Notes how often its containers have been started by now.</summary>
    public void StartedBesideOthers(int starts) => StartsBesideOthers = Math.Max(StartsBesideOthers, starts);

    /// <summary>It is not there.</summary>
    public long Gone(long now) => GoneSince ??= now;

    /// <summary>Notes what is shown; what was shown before is no movement, so that whoever goes to and fro comes to an end.</summary>
    public void Moved(string shown, long now)
    {
        if (_seen.Add(shown))
        {
            ChangedAt = now;
        }
    }

    /// <summary>It works, though there is nothing to see of it.</summary>
    public void IsAtWork(long now) => ChangedAt = now;

    /// <summary>Since when a pod has had a problem. Reasons may alternate (ErrImagePull, ImagePullBackOff): pod, container and rule count.</summary>
    public long ProblemSince(PodProblem problem, long now)
    {
        if (!_problemSince.TryGetValue(problem.Id, out var since))
        {
            _problemSince[problem.Id] = since = now;
        }

        return since;
    }

    /// <summary>Forgets problems that have passed.</summary>
    /// <param name="present">Those that are there.</param>
    /// <param name="inDoubt">The containers of which it is not known yet.</param>
    public void KeepProblems(IEnumerable<PodProblem> present, IReadOnlyList<string> inDoubt)
    {
        var ids = present.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in _problemSince.Keys.Where(id => !ids.Contains(id) && !inDoubt.Any(prefix => id.StartsWith(prefix, StringComparison.Ordinal))).ToList())
        {
            _problemSince.Remove(id);
        }
    }

    /// <summary>Begins the grace of a problem anew: what is missed may still come.</summary>
    public void Hold(PodProblem problem, long now) => _problemSince[problem.Id] = now;

    /// <summary>Begins the grace of a problem anew because its cause is gone; false where that has been done too often.</summary>
    public bool Excuse(PodProblem problem, int most, long now)
    {
        var times = _excuses.GetValueOrDefault(problem.Id);
        if (times >= most)
        {
            return false;
        }

        _excuses[problem.Id] = times + 1;
        _problemSince[problem.Id] = now;
        return true;
    }
}

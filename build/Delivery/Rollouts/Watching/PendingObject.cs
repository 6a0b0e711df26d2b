using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>One object that is waited for, and since when what has been the matter with it.</summary>
internal sealed class PendingObject(ObjectKey key, JsonObject live, Feed feed, long now)
{
    private readonly Dictionary<string, long> _problemSince = new(StringComparer.Ordinal);
    private string _signature = "";
    private long? _failedSince;

    public ObjectKey Key { get; } = key;

    public Feed Feed { get; } = feed;

    public JsonObject Live { get; private set; } = live;

    public ObjectStatus Status { get; private set; } = ObjectStatuses.Of(live);

    /// <summary>When its status changed last.</summary>
    public long ChangedAt { get; private set; } = now;

    /// <summary>Since when it counts as failed; null where it does not.</summary>
    public long? FailedSince => _failedSince;

    /// <summary>Since when it says that it is ready; null where it does not.</summary>
    public long? ReadySince { get; private set; }

    public bool IsWorkload => Key is { Group: "apps", Kind: "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" } or { Group: "batch", Kind: "Job" } or { Group: "", Kind: "Pod" };

    /// <summary>Looks at the newest state; true where the status reads otherwise than before.</summary>
    /// <param name="live">The object as it is.</param>
    /// <param name="events">Events of its namespace, asked for only where they are needed.</param>
    /// <param name="isUnproven">Whether it may say too early that it is ready.</param>
    public bool Look(JsonObject live, Func<IReadOnlyList<JsonObject>> events, Func<bool> isUnproven, long now)
    {
        Live = live;
        Status = ObjectStatuses.Of(live);
        if (Status.Readiness == Readiness.InProgress && PodCreation.IsToldByEvents(live))
        {
            Status = PodCreation.Refused(live, events()) ?? Status;
        }

        ReadySince = Status.Readiness == Readiness.Ready ? ReadySince ?? now : null;
        if (ReadySince is not null && isUnproven())
        {
            Status = ObjectStatus.InProgress($"its pods have no readiness probe and are watched for {FreshPods.Settling.TotalSeconds:0} s");
        }

        _failedSince = Status.Readiness == Readiness.Failed ? _failedSince ?? now : null;
        var reason = $"{Status.Readiness} {Status.Reason}";
        var signature = $"{reason} {live.At("status")?.ToJsonString()}";
        if (signature == _signature)
        {
            return false;
        }

        var told = !_signature.StartsWith(reason, StringComparison.Ordinal);
        _signature = signature;
        ChangedAt = now;
        return told;
    }

    /// <summary>Since when a pod has had a problem without a pause. Reasons may alternate (ErrImagePull, ImagePullBackOff): container and pod count.</summary>
    public long ProblemSince(PodProblem problem, long now)
    {
        var id = $"{problem.Pod}/{problem.Container}";
        if (!_problemSince.TryGetValue(id, out var since))
        {
            _problemSince[id] = since = now;
        }

        return since;
    }

    /// <summary>Forgets problems that have passed.</summary>
    public void KeepProblems(IReadOnlyCollection<PodProblem> present)
    {
        var ids = present.Select(p => $"{p.Pod}/{p.Container}").ToHashSet(StringComparer.Ordinal);
        foreach (var id in _problemSince.Keys.Where(id => !ids.Contains(id)).ToList())
        {
            _problemSince.Remove(id);
        }
    }
}

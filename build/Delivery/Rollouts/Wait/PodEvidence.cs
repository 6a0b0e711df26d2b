using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>What is known when one pod is judged.</summary>
internal sealed class PodEvidence(JsonObject pod, IReadOnlyList<JsonObject> events)
{
    public JsonObject Pod { get; } = pod;

    /// <summary>Events of this very pod, not of an earlier one of its name; the oldest first.</summary>
    public IReadOnlyList<JsonObject> Events { get; } = [.. events.Where(e => e.IsAbout(pod.Uid()))];

    /// <summary>The newest write of the release, by the cluster's clock. Default: the earliest time there is.</summary>
    public DateTimeOffset Since { get; init; } = DateTimeOffset.MinValue;

    /// <summary>How often a container must have ended.</summary>
    public int CrashEnds { get; init; } = VerdictRules.CrashEnds;

    /// <summary>How often a pull must have failed.</summary>
    public int PullTries { get; init; } = VerdictRules.PullTries;

    public bool IsOfJob => Pod.Items("metadata", "ownerReferences").Any(owner => owner.Text("kind") == "Job");

    /// <summary>Whether the pod was there before the release was written; both times are the API server's.</summary>
    public bool IsOlder => EventFacts.Time(Pod.Text("metadata", "creationTimestamp")) < Since;

    public IEnumerable<JsonObject> Statuses => Pod.Items("status", "initContainerStatuses").Concat(Pod.Items("status", "containerStatuses"));

    /// <summary>Whether its volumes and its network are there: what went wrong with them before is over.</summary>
    public bool IsSetUp => Pod.Condition("PodReadyToStartContainers").Says("True")
        || Statuses.Any(s => s.At("state", "running") is not null || s.At("state", "terminated") is not null || s.At("lastState", "terminated") is not null);

    public PodProblem Problem(VerdictRule rule, string reason, string message, JsonObject? container = null) => new(Pod.Name(), container.Text("name"), rule, reason, message);
}

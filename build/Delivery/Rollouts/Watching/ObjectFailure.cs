using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>One object will not become ready.</summary>
/// <param name="Key">The object.</param>
/// <param name="Live">As it was last seen.</param>
/// <param name="Status">Why it is given up, and by which rule.</param>
/// <param name="Problem">What is wrong with one of its pods, where one is to blame.</param>
/// <param name="Pod">The pod to look at, where there is one.</param>
/// <param name="Event">The event that tells most, where there is one.</param>
internal sealed record ObjectFailure(ObjectKey Key, JsonObject Live, ObjectStatus Status, PodProblem? Problem, JsonObject? Pod, JsonObject? Event)
{
    /// <summary>UIDs of what an event may be about, the nearest to the cause first.</summary>
    public IReadOnlyList<string> Concerned { get; init; } = [];

    /// <summary>How long the evidence had been seen.</summary>
    public TimeSpan Evidence { get; init; }

    public string Reason => Status.Reason;
}

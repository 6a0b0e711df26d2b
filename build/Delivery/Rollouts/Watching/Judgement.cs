using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>What is found of one object at one look.</summary>
/// <param name="Status">Ready: it is done with. Failed: it is to be given up. In progress: neither.</param>
/// <param name="Sleep">When to look again at the latest, though nothing may have changed.</param>
internal sealed record Judgement(ObjectStatus Status, TimeSpan Sleep)
{
    /// <summary>The problem and its pod, where one is to blame.</summary>
    public (JsonObject Pod, PodProblem Problem)? Found { get; init; }

    /// <summary>Since when the evidence has been seen.</summary>
    public long? Since { get; init; }
}

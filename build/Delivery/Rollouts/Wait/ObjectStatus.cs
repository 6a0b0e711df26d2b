namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>What one live object says of itself.</summary>
/// <param name="Readiness">How far it is.</param>
/// <param name="Reason">Why, for people, such as <c>1 of 3 updated pods available</c>; empty where there is nothing to say.</param>
public sealed record ObjectStatus(Readiness Readiness, string Reason)
{
    /// <summary>How long a failure must last before it counts; zero unless the cause may pass by itself.</summary>
    public TimeSpan Grace { get; init; }

    internal static ObjectStatus Ready { get; } = new(Readiness.Ready, "");

    internal static ObjectStatus InProgress(string reason) => new(Readiness.InProgress, reason);

    internal static ObjectStatus Failed(string reason, TimeSpan grace = default) => new(Readiness.Failed, reason) { Grace = grace };
}

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>What one live object says of itself.</summary>
/// <param name="Readiness">How far it is.</param>
/// <param name="Reason">Why, for people, such as <c>1 of 3 updated pods available</c>; empty where there is nothing to say.</param>
public sealed record ObjectStatus(Readiness Readiness, string Reason)
{
    /// <summary>The rule by which it has failed; null where it has not.</summary>
    public VerdictRule? Rule { get; init; }

    internal static ObjectStatus Ready { get; } = new(Readiness.Ready, "");

    internal static ObjectStatus InProgress(string reason) => new(Readiness.InProgress, reason);

    internal static ObjectStatus Failed(string reason, VerdictRule? rule = null) => new(Readiness.Failed, reason) { Rule = rule ?? VerdictRules.ObjectFailed };
}

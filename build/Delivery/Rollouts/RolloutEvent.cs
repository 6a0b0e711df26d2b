namespace SiteBuilder.Delivery.Rollouts;

/// <summary>One step of a rollout, as it happens.</summary>
/// <param name="Object">As in <c>Deployment frontend/storefront</c>; null where it is about the whole.</param>
/// <param name="Text">Such as <c>updated</c> or <c>1 of 2 available</c>. No secrets.</param>
/// <param name="Elapsed">Since the rollout began.</param>
public sealed record RolloutEvent(string? Object, string Text, TimeSpan Elapsed);

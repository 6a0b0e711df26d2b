using SiteBuilder.Delivery.Rollouts.Plan;

namespace SiteBuilder.Delivery.Rollouts;

/// <summary>What became of one object.</summary>
/// <param name="Object">As in <c>Deployment frontend/storefront</c>.</param>
/// <param name="Action">What was done.</param>
/// <param name="Status"><c>Ready</c>, <c>InProgress</c>, <c>Failed</c>, <c>Pending</c> (not begun) or <c>Gone</c>.</param>
/// <param name="Reason">Why it is so; may be empty.</param>
/// <param name="Elapsed">From the write to the status.</param>
public sealed record RolloutEntry(string Object, ChangeAction Action, string Status, string Reason, TimeSpan Elapsed);

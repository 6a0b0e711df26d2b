namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>How long a wait may take.</summary>
/// <param name="Stall">Without anything new of an object.</param>
/// <param name="Deadline">For everything; fires at the deadline.</param>
/// <param name="Total">The time that <paramref name="Deadline"/> stands for, to be named.</param>
/// <param name="Patience">What the environment makes of the graces.</param>
/// <param name="GiveWay">Fires when a later rollout asks for it.</param>
internal sealed record WaitLimits(TimeSpan Stall, CancellationToken Deadline, TimeSpan Total, RolloutPatience Patience, CancellationToken GiveWay = default);

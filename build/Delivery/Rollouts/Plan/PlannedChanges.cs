namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>What is to be done, and what stands against it.</summary>
internal sealed record PlannedChanges(IReadOnlyList<Change> Changes, IReadOnlyList<string> Problems);

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>What is to be done, and what stands against it.</summary>
/// <param name="Changes">In the order of their waves.</param>
/// <param name="Problems">What stands against it; empty where nothing does.</param>
/// <param name="Leaving">The namespaces that are being deleted and hold it up.</param>
internal sealed record PlannedChanges(IReadOnlyList<Change> Changes, IReadOnlyList<string> Problems, IReadOnlyList<string> Leaving);

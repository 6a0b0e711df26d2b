namespace SiteBuilder.Rollouts.Tests.Scenarios;

/// <summary>How a scenario went.</summary>
/// <param name="Wrong">What is wrong with the verdict; null where it is the truth.</param>
/// <param name="Took">From the write to the verdict, by the cluster's clock.</param>
/// <param name="Late">From the deciding evidence to the verdict; null where it succeeded or none can be named.</param>
internal sealed record ScenarioOutcome(Scenario Scenario, string? Wrong, TimeSpan Took, TimeSpan? Late);

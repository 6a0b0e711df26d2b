namespace SiteBuilder.ServiceDefaults.Correlation;

/// <summary>What log lines are written within.</summary>
internal sealed record CorrelationScope(string Id);

namespace SiteBuilder.ServiceDefaults;

/// <summary>The name of the running service in logs, metrics and traces.</summary>
public sealed record ServiceName(string Value);

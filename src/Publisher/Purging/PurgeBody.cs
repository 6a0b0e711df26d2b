namespace SiteBuilder.Publisher.Purging;

/// <summary>Which addresses have changed: each path on each host.</summary>
public sealed record PurgeBody(IReadOnlyList<string> Hosts, IReadOnlyList<string> Paths);

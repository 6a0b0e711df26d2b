namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>One request on its way to the API server.</summary>
/// <param name="Number">Counts the requests, from 1.</param>
/// <param name="Write">Counts the writes, from 1; 0 where it is none. The lock's own, dry runs and questions about rights are none.</param>
/// <param name="Protocol">Such as <c>HTTP/2</c>.</param>
/// <param name="Connection">The same for all requests of one connection.</param>
internal sealed record ApiCall(int Number, int Write, string Method, string Path, string Query, string Protocol, string Connection)
{
    public bool IsWatch => Query.Contains("watch=true", StringComparison.Ordinal);

    public bool IsDryRun => Query.Contains("dryRun", StringComparison.Ordinal);

    public bool IsLease => Path.Contains("/leases", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}";
}

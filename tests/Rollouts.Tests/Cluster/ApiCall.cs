namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>One request on its way to the API server.</summary>
/// <param name="Number">Counts the requests, from 1.</param>
/// <param name="Write">Counts the writes, from 1; 0 where it is none. The lock's own and dry runs are none.</param>
internal sealed record ApiCall(int Number, int Write, string Method, string Path, string Query)
{
    public bool IsWatch => Query.Contains("watch=true", StringComparison.Ordinal);

    public bool IsLease => Path.Contains("/leases", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}";
}

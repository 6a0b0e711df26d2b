namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>How many requests about single objects are under way together.</summary>
internal static class AtOnce
{
    /// <summary>Enough for a server that is far away, and less than the hundred that an API server lets one connection have by default: what is written needs no second one.</summary>
    private const int Requests = 64;

    public static ParallelOptions Options(CancellationToken ct) => new() { MaxDegreeOfParallelism = Requests, CancellationToken = ct };
}

namespace SiteBuilder.Model.Tables;

/// <summary>How what is asked on a route is taken, by everything that stands before its service. docs/network.md says who does what.</summary>
public sealed record RoutePolicy
{
    /// <summary>The largest body, in bytes. Default: <see cref="ContentTable.LargestText"/>. Paths of <see cref="ContentTable"/> below the route may take more.</summary>
    public long LargestBody { get; init; } = ContentTable.LargestText;

    /// <summary>How long the service may be silent. Default: 30 seconds. Each hop further out waits a little longer, so that the answer that says so comes through.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often one address may ask. Default: no limit.</summary>
    public RouteRate? Rate { get; init; }

    /// <summary>What becomes of cookies. Default: there are none.</summary>
    public RouteCookies Cookies { get; init; }

    /// <summary>Whether an address is led to the same pod each time, as long as there is that pod. Default: false, to any.</summary>
    public bool IsSticky { get; init; }
}

using SiteBuilder.Model.Environments;

namespace SiteBuilder.Model.Tables;

/// <summary>What is reachable from outside; the longest matching path wins.</summary>
public static class RouteTable
{
    public static IReadOnlyList<RouteEntry> All { get; } =
    [
        new("/api", ServiceTable.Gateway),
        new("/media", ServiceTable.Media),
        new("/", ServiceTable.Storefront),
    ];

    /// <summary>The largest body that passes the way in, in bytes: a file that is sent by a signed URL, with room to spare. Services have smaller limits of their own.</summary>
    public const long LargestBody = 64 * 1024 * 1024;

    /// <summary>Every route of an environment: the table for each host of each brand, and object storage where it has a host.</summary>
    public static IEnumerable<Route> Of(DeliveryEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return
        [
            .. from entry in All
               from brand in environment.Brands
               from host in brand.Hosts
               select new Route(host, entry.PathPrefix, entry.Service),
            .. environment.ObjectStorage.Host is { } storage ? [new Route(storage, "/", ServiceTable.ObjectStorage)] : Array.Empty<Route>(),
        ];
    }
}

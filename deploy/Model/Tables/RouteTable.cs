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
        .. ServiceTable.All.Where(service => service.Path is not null).Select(service => new RouteEntry(service.Path!, service)),
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

    /// <summary>Who calls whom on the way in; the first caller is the ingress, which is no service of ours: null.</summary>
    public static IEnumerable<(ServiceEntry? From, ServiceEntry To)> WayIn(DeliveryEnvironment environment)
    {
        var routed = Of(environment).Select(route => route.Service).Distinct();
        return ServiceTable.Waf.RunsIn(environment) ? [(null, ServiceTable.Waf), .. routed.Select(service => (ServiceTable.Waf, service))] : routed.Select(service => ((ServiceEntry?)null, service));
    }
}

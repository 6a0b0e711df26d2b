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
}

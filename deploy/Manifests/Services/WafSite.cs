using System.Globalization;
using System.Text.RegularExpressions;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>The route table as nginx reads it: a server for the hosts that lead alike, in it the paths, the longest first.</summary>
public static class WafSite
{
    /// <summary>The file <c>site.conf</c>.</summary>
    public static string Of(DeliveryEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var servers = RouteTable.Of(environment)
            .GroupBy(route => route.Host)
            .Select(host => (Host: host.Key, Routes: (IReadOnlyList<Route>)[.. host.OrderByDescending(route => route.PathPrefix.Length)]))
            .GroupBy(host => string.Join(' ', host.Routes.Select(route => route.PathPrefix + route.Service.Name)))
            .Select(alike => Server([.. alike.Select(host => host.Host)], alike.First().Routes));
        return string.Concat(servers) + """
            server {
                listen 8080 default_server;
                return 404;
            }

            """;
    }

    private static string Server(IReadOnlyList<string> hosts, IReadOnlyList<Route> routes) => $$"""
        server {
            listen {{ServiceTable.Waf.ContainerPort}};
            server_name {{string.Join(' ', hosts)}};
        {{string.Concat(routes.SelectMany(Locations))}}}

        """;

    // what an expression of a route's content matches belongs to that route, so it stands before
    private static IEnumerable<string> Locations(Route route) => route.Service == ServiceTable.ObjectStorage
        ? [Location(Below(route.PathPrefix), route.Service, ContentKind.Bytes)]
        : [.. ContentTable.All.Where(content => content.Route == route.PathPrefix).Select(content => Location(content.Pattern, route.Service, content.Kind)), Location(Below(route.PathPrefix), route.Service, null)];

    private static string Below(string prefix) => prefix == "/" ? "^/" : $"^{Regex.Escape(prefix)}(?:/|$)";

    private static string Location(string pattern, ServiceEntry service, ContentKind? kind) => $$"""
            location ~ "{{pattern}}" {
                client_max_body_size {{Limit(kind).ToString(CultureInfo.InvariantCulture)}};
        {{(kind is { } content ? $"        modsecurity_rules_file /usr/local/lib/sitebuilder/{content.ToString().ToLowerInvariant()}.conf;\n" : "")}}        set $service {{service.ClusterHost}}:{{service.Port}};
                include proxy.conf;
            }

        """;

    private static long Limit(ContentKind? kind) => kind switch
    {
        ContentKind.Files => ContentTable.LargestFile,
        ContentKind.Bytes => RouteTable.LargestBody,
        _ => ContentTable.LargestText,
    };
}

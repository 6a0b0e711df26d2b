using System.Globalization;
using System.Text.RegularExpressions;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>The route table as nginx reads it: a zone for each rate, a server for the hosts that lead alike, in it the paths, the longest first.</summary>
public static class WafSite
{
    /// <summary>The file <c>site.conf</c>.</summary>
    public static string Of(DeliveryEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var routes = RouteTable.Of(environment).ToList();
        var servers = routes
            .GroupBy(route => route.Host)
            .Select(host => (Host: host.Key, Entries: (IReadOnlyList<RouteEntry>)[.. host.Select(route => route.Entry).OrderByDescending(entry => entry.PathPrefix.Length)]))
            .GroupBy(host => string.Join(' ', host.Entries.Select(entry => entry.PathPrefix + entry.Service.Name)))
            .Select(alike => Server(environment, [.. alike.Select(host => host.Host)], alike.First().Entries));
        return string.Concat(routes.Select(route => route.Entry).Distinct().Select(Zone)) + string.Concat(servers) + """
            server {
                listen 8080 default_server;
                return 404;
            }

            """;
    }

    private static string Zone(RouteEntry entry) =>
        entry.Policy.Rate is { } rate ? $"limit_req_zone $binary_remote_addr zone={ZoneOf(entry)}:10m rate={rate.Text};\n" : "";

    private static string ZoneOf(RouteEntry entry) => $"of{Regex.Replace(entry.PathPrefix, "[^a-z0-9]", "_")}";

    private static string Server(DeliveryEnvironment environment, IReadOnlyList<string> hosts, IReadOnlyList<RouteEntry> entries) => $$"""
        server {
            listen {{ServiceTable.Waf.ContainerPort}};
            server_name {{string.Join(' ', hosts)}};
        {{string.Concat(entries.SelectMany(entry => Locations(environment, entry)))}}}

        """;

    // what an expression of a route's content matches belongs to that route, so it stands before
    private static IEnumerable<string> Locations(DeliveryEnvironment environment, RouteEntry entry) => entry == RouteTable.Storage
        ? [Location(environment, entry, Below(entry.PathPrefix), entry.Policy.LargestBody, ContentKind.Bytes)]
        :
        [
            .. RouteTable.ContentOf(entry).Select(content => Location(environment, entry, content.Pattern, content.LargestBody, content.Kind)),
            Location(environment, entry, Below(entry.PathPrefix), entry.Policy.LargestBody, null),
        ];

    private static string Below(string prefix) => prefix == "/" ? "^/" : $"^{Regex.Escape(prefix)}(?:/|$)";

    private static string Location(DeliveryEnvironment environment, RouteEntry entry, string pattern, long largest, ContentKind? kind) => $$"""
            location ~ "{{pattern}}" {
        {{string.Concat(Lines(environment, entry, largest, kind).Select(line => $"        {line};\n"))}}    }

        """;

    private static IEnumerable<string> Lines(DeliveryEnvironment environment, RouteEntry entry, long largest, ContentKind? kind)
    {
        yield return $"client_max_body_size {largest.ToString(CultureInfo.InvariantCulture)}";
        if (entry.Policy.Rate is { } rate)
        {
            yield return $"limit_req zone={ZoneOf(entry)}{(rate.AtOnce > 1 ? $" burst={rate.AtOnce - 1} nodelay" : "")}";
        }

        if (kind is { } content)
        {
            yield return $"modsecurity_rules_file /usr/local/lib/sitebuilder/{content.ToString().ToLowerInvariant()}.conf";
        }

        yield return $"proxy_read_timeout {RouteTable.Timeout(entry).TotalSeconds:0}s";
        yield return $"set $service {(entry == RouteTable.Storage ? "https" : "http")}://{entry.Service.ClusterHost}:{entry.Service.Port}";
        yield return "include proxy.conf";
        foreach (var line in entry == RouteTable.Storage ? Encryption(entry.Service) : [])
        {
            yield return line;
        }

        // without TLS nobody but the ingress can say how a client came
        if (environment.Ingress.Tls)
        {
            yield return "proxy_set_header X-Forwarded-Proto https";
        }

        foreach (var line in Cookies(environment, entry.Policy.Cookies))
        {
            yield return line;
        }

        foreach (var header in RouteTable.NotBelieved)
        {
            yield return $"proxy_set_header {header} \"\"";
        }
    }

    private static IEnumerable<string> Encryption(ServiceEntry service) =>
    [
        $"proxy_ssl_trusted_certificate {CertificateObjects.TrustPath}",
        "proxy_ssl_verify on",
        $"proxy_ssl_name {service.ClusterHost}",
        "proxy_ssl_server_name on",
        "proxy_ssl_protocols TLSv1.2 TLSv1.3",
    ];

    private static IEnumerable<string> Cookies(DeliveryEnvironment environment, RouteCookies cookies) => cookies == RouteCookies.Session
        ? [$"proxy_cookie_flags ~ {(environment.Ingress.Tls ? "secure " : "")}httponly samesite=strict"]
        : ["proxy_set_header Cookie \"\"", "proxy_hide_header Set-Cookie"];
}

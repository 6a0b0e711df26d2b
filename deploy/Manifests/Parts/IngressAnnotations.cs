using System.Globalization;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>
/// What the route table says, in the annotations of NGINX Ingress Controller, none of which takes configuration as text. The sandbox's ingress honours those of
/// limits, time-outs, rates and stickiness.
/// </summary>
internal static class IngressAnnotations
{
    private const string Prefix = "nginx.org/";
    private const string Kind = Prefix + "mergeable-ingress-type";

    /// <summary>The longest of all: a hop that knows the routes keeps each to its own.</summary>
    public static IDictionary<string, string> ToHop(DeliveryEnvironment environment)
    {
        List<RouteEntry> entries = [.. RouteTable.Of(environment).Select(route => route.Entry).Distinct()];
        return Sorted(
        [
            .. Server(environment),
            .. Limits(entries.Max(RouteTable.LargestBody), entries.Max(RouteTable.Timeout) + RouteTable.Grace),
            .. Headers(keepCookies: true),
            .. Sticky(entries),
        ]);
    }

    /// <summary>An Ingress that has its hosts to itself.</summary>
    public static IDictionary<string, string> To(DeliveryEnvironment environment, IReadOnlyList<RouteEntry> entries) => Sorted([.. Server(environment), .. Way(entries)]);

    /// <summary>The one Ingress of a host that says what counts for all of its paths.</summary>
    public static IDictionary<string, string> Master(DeliveryEnvironment environment) => Sorted([(Kind, "master"), .. Server(environment)]);

    /// <summary>Paths of a host that has a master.</summary>
    public static IDictionary<string, string> Minion(IReadOnlyList<RouteEntry> entries) => Sorted([(Kind, "minion"), .. Way(entries)]);

    private static IEnumerable<(string Name, string Value)> Server(DeliveryEnvironment environment)
    {
        yield return (Prefix + "server-tokens", "false");
        if (environment.Ingress.Tls)
        {
            // a year, for the hosts themselves; what is below them may belong to others
            yield return (Prefix + "hsts", "true");
            yield return (Prefix + "hsts-max-age", "31536000");
            yield return (Prefix + "hsts-include-subdomains", "false");
        }
    }

    private static IEnumerable<(string Name, string Value)> Way(IReadOnlyList<RouteEntry> entries) =>
    [
        .. Limits(entries.Max(RouteTable.LargestBody), entries.Max(RouteTable.Timeout)),
        .. Headers(entries.Any(entry => entry.Policy.Cookies != RouteCookies.None)),
        .. entries.Select(entry => entry.Policy.Rate).OfType<RouteRate>().MaxBy(rate => rate.IsPerMinute ? rate.Requests / 60.0 : rate.Requests) is { } rate ? Rate(rate) : [],
        .. Sticky(entries),
        .. entries.Contains(RouteTable.Storage) ? [(Prefix + "ssl-services", RouteTable.Storage.Service.Name)] : Array.Empty<(string, string)>(),
    ];

    private static IEnumerable<(string Name, string Value)> Limits(long body, TimeSpan timeout) =>
    [
        (Prefix + "client-max-body-size", body.ToString(CultureInfo.InvariantCulture)),
        (Prefix + "proxy-connect-timeout", $"{RouteTable.Grace.TotalSeconds:0}s"),
        (Prefix + "proxy-read-timeout", $"{timeout.TotalSeconds:0}s"),
        (Prefix + "proxy-send-timeout", $"{timeout.TotalSeconds:0}s"),
    ];

    // a name without a value takes the header away; the controller itself writes X-Forwarded-For, -Host, -Proto and X-Real-IP
    private static IEnumerable<(string Name, string Value)> Headers(bool keepCookies) =>
        [(Prefix + "proxy-set-headers", string.Join(',', RouteTable.NotBelieved.Concat(keepCookies ? [] : new[] { "Cookie" }).Select(header => $"{header}:")))];

    private static IEnumerable<(string Name, string Value)> Rate(RouteRate rate) =>
    [
        (Prefix + "limit-req-rate", rate.Text),
        (Prefix + "limit-req-key", "${binary_remote_addr}"),
        (Prefix + "limit-req-zone-size", "10M"),
        (Prefix + "limit-req-burst", (rate.AtOnce - 1).ToString(CultureInfo.InvariantCulture)),
        (Prefix + "limit-req-no-delay", "true"),
        (Prefix + "limit-req-reject-code", "429"),
    ];

    private static IEnumerable<(string Name, string Value)> Sticky(IEnumerable<RouteEntry> entries) =>
        entries.Any(RouteTable.IsSticky) ? [(Prefix + "lb-method", "hash $remote_addr consistent")] : [];

    private static SortedDictionary<string, string> Sorted(IEnumerable<(string Name, string Value)> annotations) =>
        new(annotations.ToDictionary(one => one.Name, one => one.Value), StringComparer.Ordinal);
}

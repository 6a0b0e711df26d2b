using SiteBuilder.Model.Environments;

namespace SiteBuilder.Model.Tables;

/// <summary>
/// What is reachable from outside, and how; the longest matching path wins. Ingresses, the web application firewall, the gateway, policies, the checks after a
/// roll-out and the drawing of docs/network.md follow from it.
/// </summary>
public static class RouteTable
{
    /// <summary>What a hop waits longer than the one behind it, so that the inner one gives up first and says why.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<RouteEntry> All { get; } =
    [
        new("/api", ServiceTable.Gateway)
        {
            Policy = new RoutePolicy { Rate = RouteRate.PerSecond(100, 300) },
            Check = new RouteCheck("/api/auth/.well-known/openid-configuration", "jwks_uri"),
        },
        new("/media", ServiceTable.Media) { Policy = new RoutePolicy { Rate = RouteRate.PerSecond(200, 600) } },
        new("/", ServiceTable.Storefront)
        {
            // its editor waits for the gateway, which waits for a service
            Policy = new RoutePolicy { Cookies = RouteCookies.Session, Rate = RouteRate.PerSecond(200, 600), Timeout = TimeSpan.FromSeconds(45) },
            Check = new RouteCheck("/"),
        },
        new("/api", ServiceTable.Sites) { Through = ServiceTable.Gateway, Policy = SaysWhatIsTaken },
        new("/api/auth", ServiceTable.Auth) { Through = ServiceTable.Gateway, Policy = SaysWhatIsTaken },
        new("/api/auth/login", ServiceTable.Auth) { Through = ServiceTable.Gateway, Policy = TriesPasswords },
        new("/api/auth/register", ServiceTable.Auth) { Through = ServiceTable.Gateway, Policy = TriesPasswords },
        new("/api/media", ServiceTable.Media) { Through = ServiceTable.Gateway },
        .. ServiceTable.All.Where(service => service.Path is not null).Select(service => new RouteEntry(service.Path!, service) { Policy = service.PathPolicy }),
    ];

    /// <summary>Object storage on a host of its own; a signed URL says who may send what, the service itself looks at it.</summary>
    public static RouteEntry Storage { get; } = new("/", ServiceTable.ObjectStorage) { Policy = new RoutePolicy { LargestBody = 64 * 1024 * 1024, Timeout = TimeSpan.FromSeconds(60) } };

    /// <summary>Those that the way in leads to itself.</summary>
    public static IEnumerable<RouteEntry> Outside => All.Where(entry => entry.Through is null);

    /// <summary>
    /// What clients claim with these and only a proxy may know: they go no further than the way in. X-Forwarded-For, -Host and -Proto and X-Real-IP are
    /// written there anew.
    /// </summary>
    public static IReadOnlyList<string> NotBelieved { get; } =
    [
        "Forwarded", "Proxy", "True-Client-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Forwarded-Prefix", "X-Forwarded-Server", "X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL",
    ];

    // the last hop before the service: what the service would only break off is refused here, with the size that is taken
    private static RoutePolicy SaysWhatIsTaken => new() { LargestBody = ContentTable.ServicesTake };

    // as often as somebody tries who has forgotten which it was
    private static RoutePolicy TriesPasswords => SaysWhatIsTaken with { Rate = RouteRate.PerMinute(10, 10) };

    /// <summary>Every route of an environment: the table for each host of each brand, and object storage where it has a host.</summary>
    public static IEnumerable<Route> Of(DeliveryEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return
        [
            .. from entry in Outside
               from brand in environment.Brands
               from host in brand.Hosts
               select new Route(host, entry),
            .. environment.ObjectStorage.Host is { } storage ? [new Route(storage, Storage)] : Array.Empty<Route>(),
        ];
    }

    /// <summary>The entries behind a service that leads on; none behind others.</summary>
    public static IEnumerable<RouteEntry> Behind(ServiceEntry service) => All.Where(entry => entry.Through == service);

    /// <summary>The paths of an entry, and of those behind it, where people send content.</summary>
    public static IEnumerable<ContentEntry> ContentOf(RouteEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        List<string> paths = [entry.PathPrefix, .. Behind(entry.Service).Select(inner => inner.PathPrefix)];
        return ContentTable.All.Where(content => paths.Contains(content.Route));
    }

    /// <summary>The largest body that an entry takes anywhere, in bytes.</summary>
    public static long LargestBody(RouteEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry == Storage ? entry.Policy.LargestBody : ContentOf(entry).Where(content => entry.Through is null || content.Kind == ContentKind.Files).Select(content => content.LargestBody).Append(entry.Policy.LargestBody).Concat(Behind(entry.Service).Select(inner => inner.Policy.LargestBody)).Max();
    }

    /// <summary>How long the hop before an entry's service waits for it.</summary>
    public static TimeSpan Timeout(RouteEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Behind(entry.Service).Select(inner => inner.Policy.Timeout + Grace).Append(entry.Policy.Timeout).Max();
    }

    /// <summary>Whether an entry, or one behind it, leads an address to the same pod each time.</summary>
    public static bool IsSticky(RouteEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Policy.IsSticky || Behind(entry.Service).Any(inner => inner.Policy.IsSticky);
    }

    /// <summary>Whether a service is reached by such an entry. Its Service then takes each caller to one pod: of a hop that is led to by address, each pod is one.</summary>
    public static bool IsSticky(ServiceEntry service) => All.Any(entry => entry.Service == service && IsSticky(entry));

    /// <summary>Who calls whom on the way in; the first caller is the ingress, which is no service of ours: null.</summary>
    public static IEnumerable<(ServiceEntry? From, ServiceEntry To)> WayIn(DeliveryEnvironment environment)
    {
        var routed = Of(environment).Select(route => route.Service).Distinct();
        return ServiceTable.Waf.RunsIn(environment) ? [(null, ServiceTable.Waf), .. routed.Select(service => (ServiceTable.Waf, service))] : routed.Select(service => ((ServiceEntry?)null, service));
    }

    /// <summary>What must be answered after a roll-out: where, and with which text.</summary>
    public static IEnumerable<(Uri Address, string Text)> Checks(DeliveryEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return from brand in environment.Brands
               from entry in Outside
               where entry.Check is not null
               select (new Uri(environment.HomePage(brand), entry.Check!.Path), entry.Check.Text ?? brand.Title);
    }
}

using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Network;

/// <summary>All rules of the Ingresses of the sandbox's class, or of none, in the order in which they are tried: exact hosts, wildcards, any host; exact paths, then longer prefixes.</summary>
internal sealed class IngressRoutes
{
    /// <summary>The class of the Ingresses that the sandbox answers for.</summary>
    public const string Class = "sandbox";

    private readonly IReadOnlyList<IngressRoute> _routes;

    private IngressRoutes(IReadOnlyList<IngressRoute> routes) => _routes = routes;

    public static IngressRoutes None { get; } = new([]);

    public static IngressRoutes Of(IClusterObjects objects)
    {
        List<IngressRoute> routes = [];
        foreach (JsonObject ingress in objects.List(ClusterKinds.Ingress).Where(ingress => !ingress.IsDeleting() && (ingress.Text("spec", "ingressClassName") ?? Class) == Class))
        {
            IngressLimits limits = IngressLimits.Of(ingress);
            foreach (JsonObject rule in ingress.Items("spec", "rules"))
            {
                routes.AddRange(rule.Items("http", "paths").Select(path => new IngressRoute(
                    (rule.Text("host") ?? "").ToLowerInvariant(), path.Text("path") ?? "/", path.Text("pathType") == "Exact",
                    ingress.Namespace(), path.Text("backend", "service", "name") ?? "", path.Object("backend", "service", "port") ?? [], limits)));
            }

            if (ingress.Object("spec", "defaultBackend", "service") is { } fallback)
            {
                routes.Add(new IngressRoute("", "/", false, ingress.Namespace(), fallback.Text("name") ?? "", fallback.Object("port") ?? [], limits) { IsDefault = true });
            }
        }

        return new IngressRoutes([.. routes
            .OrderBy(route => route.IsDefault)
            .ThenBy(route => route.Host.Length == 0 ? 2 : route.Host.StartsWith('*') ? 1 : 0)
            .ThenByDescending(route => route.IsExact)
            .ThenByDescending(route => route.Path.TrimEnd('/').Length)]);
    }

    public IngressRoute? Find(string host, string path)
    {
        host = host.ToLowerInvariant();
        return _routes.FirstOrDefault(route => route.Takes(host, path));
    }

    public bool KnowsHost(string host) => _routes.Any(route => route.TakesHost(host.ToLowerInvariant()));
}

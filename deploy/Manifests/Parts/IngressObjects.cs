using System.Globalization;
using k8s.Models;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>
/// The routes from outside: an Ingress per service, as an Ingress only reaches services of its own namespace; where the web application firewall runs, one to it
/// for all hosts, and it knows the routes.
/// </summary>
internal static class IngressObjects
{
    /// <summary>NGINX Ingress Controller refuses bodies over 1 MiB unless an Ingress says otherwise.</summary>
    private const string LargestBody = "nginx.org/client-max-body-size";

    public static IEnumerable<V1Ingress> Of(RenderContext context) => Routes(context)
        .GroupBy(route => route.Service)
        .Select(routes => Ingress(context, routes.Key, [.. routes]));

    private static IEnumerable<Route> Routes(RenderContext context)
    {
        var routes = RouteTable.Of(context.Environment);
        return ServiceTable.Waf.RunsIn(context.Environment) ? routes.Select(route => new Route(route.Host, "/", ServiceTable.Waf)).Distinct() : routes;
    }

    private static V1Ingress Ingress(RenderContext context, ServiceEntry service, IReadOnlyList<Route> routes)
    {
        var metadata = context.Meta(service);
        metadata.Annotations = new Dictionary<string, string> { [LargestBody] = RouteTable.LargestBody.ToString(CultureInfo.InvariantCulture) };
        return new V1Ingress
        {
            ApiVersion = "networking.k8s.io/v1",
            Kind = "Ingress",
            Metadata = metadata,
            Spec = new V1IngressSpec
            {
                IngressClassName = context.Environment.Ingress.Class,
                Tls = context.Environment.Ingress.Tls ? [new V1IngressTLS { Hosts = [.. routes.Select(route => route.Host).Distinct()] }] : null,
                Rules = [.. routes.GroupBy(route => route.Host).Select(host => Rule(host.Key, service, [.. host]))],
            },
        };
    }

    private static V1IngressRule Rule(string host, ServiceEntry service, IReadOnlyList<Route> routes) => new()
    {
        Host = host,
        Http = new V1HTTPIngressRuleValue
        {
            Paths =
            [
                .. routes.Select(route => new V1HTTPIngressPath
                {
                    Path = route.PathPrefix,
                    PathType = "Prefix",
                    Backend = new V1IngressBackend
                    {
                        Service = new V1IngressServiceBackend { Name = service.Name, Port = new V1ServiceBackendPort { Number = service.Port } },
                    },
                }),
            ],
        },
    };
}

using k8s.Models;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>The routes from outside: an Ingress per service, as an Ingress only reaches services of its own namespace.</summary>
internal static class IngressObjects
{
    public static IEnumerable<V1Ingress> Of(RenderContext context) => RouteTable.All
        .GroupBy(route => route.Service)
        .Select(routes => Ingress(context, routes.Key, [.. routes.Select(route => route.PathPrefix)]));

    private static V1Ingress Ingress(RenderContext context, ServiceEntry service, IReadOnlyList<string> paths)
    {
        List<string> hosts = [.. context.Environment.Brands.SelectMany(brand => brand.Hosts)];
        return new V1Ingress
        {
            ApiVersion = "networking.k8s.io/v1",
            Kind = "Ingress",
            Metadata = context.Meta(service),
            Spec = new V1IngressSpec
            {
                IngressClassName = context.Environment.Ingress.Class,
                Tls = context.Environment.Ingress.Tls ? [new V1IngressTLS { Hosts = hosts }] : null,
                Rules = [.. hosts.Select(host => Rule(host, service, paths))],
            },
        };
    }

    private static V1IngressRule Rule(string host, ServiceEntry service, IReadOnlyList<string> paths) => new()
    {
        Host = host,
        Http = new V1HTTPIngressRuleValue
        {
            Paths =
            [
                .. paths.Select(path => new V1HTTPIngressPath
                {
                    Path = path,
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

using k8s.Models;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>
/// The routes from outside: an Ingress per service, as an Ingress only reaches services of its own namespace; where the web application firewall runs, one to it
/// for all hosts, and it knows the routes. NGINX takes a host from one Ingress alone, so where several lead on from one, each is a minion of the host's master.
/// </summary>
internal static class IngressObjects
{
    public static IEnumerable<V1Ingress> Of(RenderContext context)
    {
        var routes = RouteTable.Of(context.Environment).ToList();
        if (ServiceTable.Waf.RunsIn(context.Environment))
        {
            return [Whole(context, ServiceTable.Waf, [.. routes.Select(route => (route.Host, "/")).Distinct()], IngressAnnotations.ToHop(context.Environment))];
        }

        return context.Environment.Cluster.Sandbox is null
            ? routes.GroupBy(route => route.Host).SelectMany(host => OfHost(context, host.Key, [.. host]))
            : routes.GroupBy(route => route.Service).Select(service => OfService(context, [.. service]));
    }

    private static V1Ingress OfService(RenderContext context, IReadOnlyList<Route> routes) =>
        Whole(context, routes[0].Service, [.. routes.Select(route => (route.Host, route.PathPrefix))], IngressAnnotations.To(context.Environment, [.. routes.Select(route => route.Entry).Distinct()]));

    private static IEnumerable<V1Ingress> OfHost(RenderContext context, string host, IReadOnlyList<Route> routes)
    {
        if (routes.Count == 1)
        {
            return [OfService(context, routes)];
        }

        // the host belongs to who answers where nobody else does
        var first = routes.MinBy(route => route.PathPrefix.Length)!.Service;
        return
        [
            Ingress(context, first, $"host.{host}", true, [new V1IngressRule { Host = host }], IngressAnnotations.Master(context.Environment)),
            .. routes.GroupBy(route => route.Service).Select(service => Ingress(
                context,
                service.Key,
                $"{service.Key.Name}.{host}",
                false,
                [Rule(host, service.Key, service.Select(route => route.PathPrefix))],
                IngressAnnotations.Minion([.. service.Select(route => route.Entry)]))),
        ];
    }

    private static V1Ingress Whole(RenderContext context, ServiceEntry service, IReadOnlyList<(string Host, string Path)> routes, IDictionary<string, string> annotations) => Ingress(
        context, service, service.Name, true, [.. routes.GroupBy(route => route.Host).Select(host => Rule(host.Key, service, host.Select(route => route.Path)))], annotations);

    private static V1Ingress Ingress(RenderContext context, ServiceEntry service, string name, bool endsTls, IList<V1IngressRule> rules, IDictionary<string, string> annotations)
    {
        var metadata = context.Meta(service);
        (metadata.Name, metadata.Annotations) = (name, annotations);
        return new V1Ingress
        {
            ApiVersion = "networking.k8s.io/v1",
            Kind = "Ingress",
            Metadata = metadata,
            Spec = new V1IngressSpec
            {
                IngressClassName = context.Environment.Ingress.Class,
                Tls = context.Environment.Ingress.Tls && endsTls ? [new V1IngressTLS { Hosts = [.. rules.Select(rule => rule.Host)] }] : null,
                Rules = rules,
            },
        };
    }

    private static V1IngressRule Rule(string host, ServiceEntry service, IEnumerable<string> paths) => new()
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

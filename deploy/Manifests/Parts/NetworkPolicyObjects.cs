using k8s.Models;
using SiteBuilder.Manifests.Services;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>
/// Who may call whom, where the cluster's network enforces it: what the tables of flows, routes and outside calls say, and nothing else. Probes come from
/// the node, which no policy keeps out.
/// </summary>
internal static class NetworkPolicyObjects
{
    private const string Everywhere = "0.0.0.0/0";
    private const string Monitoring = "monitoring";

    /// <summary>The namespace that KEDA's chart is installed to.</summary>
    private const string Keda = "keda";

    public static IEnumerable<V1NetworkPolicy> Of(RenderContext context) =>
    [
        .. ServiceTable.Namespaces.Select(name => Closed(context, name)),
        .. Servers(context).Select(service => Policy(context.Meta(service), WorkloadParts.Selector(service), [.. Callers(context, service)], [.. Called(context, service)])),
        .. ServiceTable.All.Where(service => service.Migrates).Select(service => Migration(context, service)),
    ];

    private static IEnumerable<ServiceEntry> Servers(RenderContext context) => ServiceTable.Of(context.Environment).Union(PostgresServers.Of(context));

    /// <summary>No pod of the namespace calls or is called, unless another policy opens it.</summary>
    public static V1NetworkPolicy Closed(RenderContext context, string name) => Policy(
        context.Meta("closed", name), new V1LabelSelector(), [], []);

    /// <summary>What pods that are not ours may do: ask for names, call the API server, be called where the table says so; and, in theirs, the way in, metrics, and KEDA asking for those.</summary>
    public static V1NetworkPolicy Neighbours(RenderContext context, NamespaceEntry entry) => Policy(
        context.Meta("platform", entry.Name),
        new V1LabelSelector(),
        [
            .. entry.Open.Count == 0 ? [] : new[] { new V1NetworkPolicyIngressRule { Ports = [.. entry.Open.Select(port => Port(port, "TCP"))] } },
            .. entry.Name == Monitoring && context.Environment.Features.Keda is not null
                ? new[] { new V1NetworkPolicyIngressRule { FromProperty = [new V1NetworkPolicyPeer { NamespaceSelector = Named(Keda) }] } }
                : [],
        ],
        [
            .. OutsideTable.Basic.Select(Call),
            .. entry.Name == context.Environment.Ingress.Namespace ? RouteTable.WayIn(context.Environment).Where(way => way.From is null).Select(way => Call(way.To, way.To.ContainerPort)) : [],
            .. entry.Name == Monitoring && context.Environment.Features.Metrics
                ? Servers(context).Where(service => service.MetricsPort is not null).Select(service => Call(service, service.MetricsPort!.Value))
                : [],
        ]);

    // a migration brings data up to date and calls nobody else
    private static V1NetworkPolicy Migration(RenderContext context, ServiceEntry service) => Policy(
        context.Meta(service, MigrationJob.NameOf(service)),
        new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [ObjectLabels.Name] = MigrationJob.NameOf(service) } },
        [],
        [.. Called(context, service, target => target.Tier == Tier.Database)]);

    private static IEnumerable<V1NetworkPolicyIngressRule> Callers(RenderContext context, ServiceEntry service)
    {
        var byPort = FlowTable.Of(context.Environment).Where(flow => IsOf(flow, service)).ToLookup(flow => flow.Port, flow => Peer(flow, service));
        List<V1NetworkPolicyPeer> callers = [.. byPort[service.ContainerPort]];
        callers.AddRange(RouteTable.WayIn(context.Environment).Where(way => way.To == service).Select(way => way.From is { } waf
            ? new V1NetworkPolicyPeer { NamespaceSelector = Named(waf.Namespace), PodSelector = WorkloadParts.Selector(waf) }
            : new V1NetworkPolicyPeer { NamespaceSelector = Named(context.Environment.Ingress.Namespace) }));

        yield return Rule(callers, service.ContainerPort);
        foreach (var others in byPort.Where(port => port.Key != service.ContainerPort))
        {
            yield return Rule([.. others], others.Key);
        }

        if (context.Environment.Features.Metrics && service.MetricsPort is { } metrics)
        {
            yield return Rule([new V1NetworkPolicyPeer { NamespaceSelector = new V1LabelSelector() }], metrics);
        }
    }

    private static IEnumerable<V1NetworkPolicyEgressRule> Called(RenderContext context, ServiceEntry service, Func<ServiceEntry, bool>? only = null) =>
    [
        .. from target in Servers(context)
           where only is null || only(target)
           from flow in FlowTable.Of(context.Environment)
           where flow.From == (service.CopyOf ?? service) && IsOf(flow, target) && (flow.From != flow.To || target == service)
           select Call(target, flow.Port),
        .. RouteTable.WayIn(context.Environment).Where(way => way.From == service).Select(way => Call(way.To, way.To.ContainerPort)),
        .. from entry in OutsideTable.Of(context.Environment)
           where entry.Callers.Contains(service.CopyOf ?? service)
           select Call(entry),
    ];

    // a further server of PostgreSQL is called by its own members, and by services whose data are spread
    private static bool IsOf(FlowEntry flow, ServiceEntry service) =>
        flow.To == service || (flow.To == service.CopyOf && (flow.From == flow.To || flow.From.Shards));

    // the Job that migrates a service's database is a pod of its own
    private static V1NetworkPolicyPeer Peer(FlowEntry flow, ServiceEntry service) => new()
    {
        NamespaceSelector = Named(flow.From.Namespace),
        PodSelector = flow.To.Tier == Tier.Database && flow.From != flow.To
            ? new V1LabelSelector
            {
                MatchExpressions = [new V1LabelSelectorRequirement { Key = ObjectLabels.Name, OperatorProperty = "In", Values = [flow.From.Name, MigrationJob.NameOf(flow.From)] }],
            }
            : WorkloadParts.Selector(flow.From == flow.To ? service : flow.From),
    };

    private static V1NetworkPolicyEgressRule Call(ServiceEntry target, int port) => new()
    {
        To = [new V1NetworkPolicyPeer { NamespaceSelector = Named(target.Namespace), PodSelector = WorkloadParts.Selector(target) }],
        Ports = [Port(port, "TCP")],
    };

    private static V1NetworkPolicyEgressRule Call(OutsideEntry entry) => new()
    {
        To = [entry.Namespace is { } name ? new V1NetworkPolicyPeer { NamespaceSelector = Named(name) } : new V1NetworkPolicyPeer { IpBlock = new V1IPBlock { Cidr = Everywhere } }],
        Ports = [.. entry.Ports.SelectMany(port => entry.Udp ? [Port(port, "UDP"), Port(port, "TCP")] : new[] { Port(port, "TCP") })],
    };

    private static V1LabelSelector Named(string name) => new() { MatchLabels = new Dictionary<string, string> { [ObjectLabels.NamespaceName] = name } };

    private static V1NetworkPolicyIngressRule Rule(IList<V1NetworkPolicyPeer> callers, int port) =>
        new() { FromProperty = callers, Ports = [Port(port, "TCP")] };

    private static V1NetworkPolicyPort Port(int port, string protocol) => new() { Port = port, Protocol = protocol };

    private static V1NetworkPolicy Policy(V1ObjectMeta metadata, V1LabelSelector pods, IList<V1NetworkPolicyIngressRule> callers, IList<V1NetworkPolicyEgressRule> called) => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "NetworkPolicy",
        Metadata = metadata,
        Spec = new V1NetworkPolicySpec
        {
            PodSelector = pods,
            PolicyTypes = ["Ingress", "Egress"],
            Ingress = callers.Count == 0 ? null : callers,
            Egress = called.Count == 0 ? null : called,
        },
    };
}

using k8s.Models;
using SiteBuilder.Manifests.Services;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>
/// Who may call whom, where the cluster's network enforces it: what the tables of flows and routes say, and nothing else. Probes come from the
/// node, which no policy keeps out. What pods call outside (names, traces, object storage) is not limited.
/// </summary>
internal static class NetworkPolicyObjects
{
    /// <summary>The label that the API server gives every namespace.</summary>
    private const string NamespaceName = "kubernetes.io/metadata.name";

    public static IEnumerable<V1NetworkPolicy> Of(RenderContext context) =>
    [
        .. ServiceTable.All.Select(service => service.Namespace).Distinct().Select(name => Closed(context, name)),
        .. ServiceTable.All.Union(PostgresServers.Of(context)).Select(service => Policy(context.Meta(service), WorkloadParts.Selector(service), [.. Callers(context, service)])),
    ];

    private static V1NetworkPolicy Closed(RenderContext context, string name) => Policy(
        new V1ObjectMeta { Name = "closed", NamespaceProperty = name, Labels = context.Labels("closed", name) }, new V1LabelSelector(), []);

    private static IEnumerable<V1NetworkPolicyIngressRule> Callers(RenderContext context, ServiceEntry service)
    {
        var byPort = FlowTable.All.Where(flow => IsOf(flow, service)).ToLookup(flow => flow.Port, flow => Peer(flow, service));
        List<V1NetworkPolicyPeer> callers = [.. byPort[service.ContainerPort]];
        if (RouteTable.Of(context.Environment).Any(route => route.Service == service))
        {
            callers.Add(new V1NetworkPolicyPeer { NamespaceSelector = Named(context.Environment.Ingress.Namespace) });
        }

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

    private static V1LabelSelector Named(string name) => new() { MatchLabels = new Dictionary<string, string> { [NamespaceName] = name } };

    private static V1NetworkPolicyIngressRule Rule(IList<V1NetworkPolicyPeer> callers, int port) =>
        new() { FromProperty = callers, Ports = [new V1NetworkPolicyPort { Port = port, Protocol = "TCP" }] };

    private static V1NetworkPolicy Policy(V1ObjectMeta metadata, V1LabelSelector pods, IList<V1NetworkPolicyIngressRule> callers) => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "NetworkPolicy",
        Metadata = metadata,
        Spec = new V1NetworkPolicySpec { PodSelector = pods, PolicyTypes = ["Ingress"], Ingress = callers.Count == 0 ? null : callers },
    };
}

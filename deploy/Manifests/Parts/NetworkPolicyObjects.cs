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

    /// <summary>The namespace that KEDA's chart is installed to.</summary>
    private const string Keda = "keda";

    public static IEnumerable<V1NetworkPolicy> Of(RenderContext context) =>
    [
        .. ServiceTable.Namespaces.Select(name => Closed(context, name)),
        .. Servers(context).Select(service => Policy(context.Meta(service), WorkloadParts.Selector(service), [.. Callers(context, service)], [.. Called(context, service, FlowCaller.Service)])),
        .. Servers(context).Where(service => service.Migrates && !HasLoginsOfVault(context, service)).Select(service => OfJob(context, service, MigrationJob.NameOf(service), FlowCaller.Migration)),
        .. PostgresBackups.AreIn(context) ? PostgresServers.Of(context).Select(server => OfJob(context, server, PostgresBackups.NameOf(server), FlowCaller.Backup)) : [],
    ];

    private static IEnumerable<ServiceEntry> Servers(RenderContext context) =>
        ServiceTable.Of(context.Environment).Union(PostgresServers.Of(context)).Union(PostgresServers.PoolersOf(context));

    /// <summary>No pod of the namespace calls or is called, unless another policy opens it.</summary>
    public static V1NetworkPolicy Closed(RenderContext context, string name) => Policy(
        context.Meta("closed", name), new V1LabelSelector(), [], []);

    /// <summary>
    /// What pods that are not ours may do: ask for names, call the API server, be called where the table says so and by ours that call them; and, in theirs, the way in, metrics, and
    /// KEDA asking for those.
    /// </summary>
    public static V1NetworkPolicy Neighbours(RenderContext context, NamespaceEntry entry) => Policy(
        context.Meta("platform", entry.Name),
        new V1LabelSelector(),
        [
            .. entry.Open.Count == 0 ? [] : new[] { new V1NetworkPolicyIngressRule { Ports = [.. entry.Open.Select(port => Port(port, "TCP"))] } },
            .. OutsideTable.Of(context.Environment).Where(call => call.Namespace == entry.Name).Select(call => Answer(context, call)),
            .. entry.Name == NamespaceTable.Monitoring && context.Environment.Features.Keda is not null
                ? new[] { new V1NetworkPolicyIngressRule { FromProperty = [new V1NetworkPolicyPeer { NamespaceSelector = Named(Keda) }] } }
                : [],
        ],
        [
            .. OutsideTable.Basic.Select(Call),
            .. entry.Name == context.Environment.Ingress.Namespace ? RouteTable.WayIn(context.Environment).Where(way => way.From is null).Select(way => Call(way.To, way.To.ContainerPort)) : [],
            .. entry.Name == NamespaceTable.Monitoring && context.Environment.Features.Metrics
                ? Servers(context).Where(service => service.MetricsPort is not null).Select(service => Call(service, service.MetricsPort!.Value))
                : [],
        ]);

    // Vault comes to it then, and no Job that tells it the passwords
    private static bool HasLoginsOfVault(RenderContext context, ServiceEntry service) => SecretTable.PostgresVault.IsIn(context.Environment) && SecretTable.PostgresVault.IsReadBy(service);

    // a Job of a service is a pod of its own
    private static V1NetworkPolicy OfJob(RenderContext context, ServiceEntry service, string name, FlowCaller by) => Policy(
        context.Meta(service, name),
        new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [ObjectLabels.Name] = name } },
        [],
        [.. Called(context, service, by)]);

    private static IEnumerable<V1NetworkPolicyIngressRule> Callers(RenderContext context, ServiceEntry service)
    {
        var byPort = (from flow in FlowTable.Of(context.Environment)
                      from caller in Servers(context)
                      where flow.IsBetween(caller, service)
                      select (flow.Port, Peer: Peer(flow.By, caller))).ToLookup(call => call.Port, call => call.Peer);
        List<V1NetworkPolicyPeer> callers = [.. byPort[service.ContainerPort]];
        callers.AddRange(RouteTable.WayIn(context.Environment).Where(way => way.To == service).Select(way => way.From is { } waf
            ? new V1NetworkPolicyPeer { NamespaceSelector = Named(waf.Namespace), PodSelector = WorkloadParts.Selector(waf) }
            : new V1NetworkPolicyPeer { NamespaceSelector = Named(context.Environment.Ingress.Namespace) }));
        if (HasLoginsOfVault(context, service))
        {
            // it makes the logins of services
            callers.Add(new V1NetworkPolicyPeer { NamespaceSelector = Named(context.Environment.Secrets.VaultNamespace) });
        }

        yield return Rule(callers, service.ContainerPort);
        foreach (var others in byPort.Where(port => port.Key != service.ContainerPort))
        {
            yield return Rule([.. others], others.Key);
        }

        if (context.Environment.Features.Metrics && service.MetricsPort is { } metrics)
        {
            yield return Rule([new V1NetworkPolicyPeer { NamespaceSelector = Named(NamespaceTable.Monitoring) }], metrics);
        }
    }

    /// <param name="context">What all is made from.</param>
    /// <param name="service">The service that calls.</param>
    /// <param name="pods">Which pods of it: those that serve call more than its Jobs.</param>
    private static IEnumerable<V1NetworkPolicyEgressRule> Called(RenderContext context, ServiceEntry service, FlowCaller pods) =>
    [
        .. from target in Servers(context)
           from flow in FlowTable.Of(context.Environment)
           where flow.By.HasFlag(pods) && flow.IsBetween(service, target)
           select Call(target, flow.Port),
        .. RouteTable.WayIn(context.Environment).Where(way => way.From == service).Select(way => Call(way.To, way.To.ContainerPort)),
        .. from entry in OutsideTable.Of(context.Environment)
           where entry.By.HasFlag(pods) && entry.Callers.Contains(service.CopyOf ?? service)
           select Call(entry),
    ];

    private static V1NetworkPolicyPeer Peer(FlowCaller by, ServiceEntry caller) => new()
    {
        NamespaceSelector = Named(caller.Namespace),
        PodSelector = PodsOf(by, caller) is [var only]
            ? new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [ObjectLabels.Name] = only } }
            : new V1LabelSelector { MatchExpressions = [new V1LabelSelectorRequirement { Key = ObjectLabels.Name, OperatorProperty = "In", Values = PodsOf(by, caller) }] },
    };

    private static List<string> PodsOf(FlowCaller by, ServiceEntry caller) =>
    [
        .. by.HasFlag(FlowCaller.Service) ? [caller.Name] : Array.Empty<string>(),
        .. by.HasFlag(FlowCaller.Migration) && caller.Migrates ? [MigrationJob.NameOf(caller)] : Array.Empty<string>(),
        .. by.HasFlag(FlowCaller.Backup) ? [PostgresBackups.NameOf(caller)] : Array.Empty<string>(),
    ];

    private static V1NetworkPolicyEgressRule Call(ServiceEntry target, int port) => new()
    {
        To = [new V1NetworkPolicyPeer { NamespaceSelector = Named(target.Namespace), PodSelector = WorkloadParts.Selector(target) }],
        Ports = [Port(port, "TCP")],
    };

    private static V1NetworkPolicyEgressRule Call(OutsideEntry entry) => new()
    {
        To = [entry.Namespace is { } name ? new V1NetworkPolicyPeer { NamespaceSelector = Named(name) } : new V1NetworkPolicyPeer { IpBlock = new V1IPBlock { Cidr = Everywhere } }],
        Ports = Ports(entry),
    };

    /// <summary>The other end of a call to a namespace that is closed like ours.</summary>
    private static V1NetworkPolicyIngressRule Answer(RenderContext context, OutsideEntry entry) => new()
    {
        FromProperty = [.. Servers(context).Where(service => entry.Callers.Contains(service.CopyOf ?? service)).Select(service => Peer(entry.By, service))],
        Ports = Ports(entry),
    };

    private static List<V1NetworkPolicyPort> Ports(OutsideEntry entry) =>
        [.. entry.Ports.SelectMany(port => entry.Udp ? [Port(port, "UDP"), Port(port, "TCP")] : new[] { Port(port, "TCP") })];

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

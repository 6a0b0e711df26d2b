using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>The ways to the members of PostgreSQL.</summary>
internal static class PostgresServices
{
    public const string PortName = "postgres";

    public static IEnumerable<V1Service> Of(RenderContext context, ServiceEntry server)
    {
        yield return Primary(context, server);
        if (context.SettingsOf(server).Replicas > 1)
        {
            yield return Replicas(context, server);
        }

        yield return WorkloadParts.Headless(context, server, PortName);
        // the cluster may clear away Endpoints that have no Service
        yield return Keeper(context, server, $"{server.Name}-config");
        yield return Keeper(context, server, $"{server.Name}-sync");
    }

    /// <summary>Without a selector: Patroni writes the primary's address into its Endpoints in the same moment in which a member becomes the primary.</summary>
    private static V1Service Primary(RenderContext context, ServiceEntry server)
    {
        var service = WorkloadParts.Service(context, server, PortName);
        service.Spec.Selector = null;
        return service;
    }

    /// <summary>For reading what may be some moments old.</summary>
    private static V1Service Replicas(RenderContext context, ServiceEntry server)
    {
        var service = WorkloadParts.Service(context, server, PortName);
        service.Metadata = context.Meta(server, $"{server.Name}-replicas");
        service.Spec.Selector[ObjectLabels.Role] = PostgresObjects.Replica;
        return service;
    }

    /// <summary>The names by which a server, its replicas and its members are reached.</summary>
    public static IEnumerable<string> HostsOf(ServiceEntry server) => ((string[])[server.Name, $"{server.Name}-replicas", $"*.{WorkloadParts.HeadlessName(server)}"])
        .Select(name => $"{name}.{server.Namespace}.svc.cluster.local");

    /// <summary>The name of each member.</summary>
    public static IEnumerable<string> MembersOf(RenderContext context, ServiceEntry server) => Enumerable.Range(0, context.SettingsOf(server).Replicas)
        .Select(number => $"{server.Name}-{number}.{WorkloadParts.HeadlessName(server)}.{server.Namespace}.svc.cluster.local");

    private static V1Service Keeper(RenderContext context, ServiceEntry server, string name) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = context.Meta(server, name),
        Spec = new V1ServiceSpec { ClusterIP = "None" },
    };
}

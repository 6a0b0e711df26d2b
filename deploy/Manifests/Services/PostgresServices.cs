using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>The ways to the members of PostgreSQL.</summary>
internal static class PostgresServices
{
    public const string PortName = "postgres";

    private static ServiceEntry Postgres => ServiceTable.Postgres;

    public static IEnumerable<V1Service> Of(RenderContext context)
    {
        yield return Primary(context);
        if (context.SettingsOf(Postgres).Replicas > 1)
        {
            yield return Replicas(context);
        }

        yield return WorkloadParts.Headless(context, Postgres, PortName);
        // the cluster may clear away Endpoints that have no Service
        yield return Keeper(context, $"{Postgres.Name}-config");
        yield return Keeper(context, $"{Postgres.Name}-sync");
    }

    /// <summary>Without a selector: Patroni writes the primary's address into its Endpoints in the same moment in which a member becomes the primary.</summary>
    private static V1Service Primary(RenderContext context)
    {
        var service = WorkloadParts.Service(context, Postgres, PortName);
        service.Spec.Selector = null;
        return service;
    }

    /// <summary>For reading what may be some moments old.</summary>
    private static V1Service Replicas(RenderContext context)
    {
        var service = WorkloadParts.Service(context, Postgres, PortName);
        service.Metadata = context.Meta(Postgres, $"{Postgres.Name}-replicas");
        service.Spec.Selector[ObjectLabels.Role] = PostgresObjects.Replica;
        return service;
    }

    private static V1Service Keeper(RenderContext context, string name) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = context.Meta(Postgres, name),
        Spec = new V1ServiceSpec { ClusterIP = "None" },
    };
}

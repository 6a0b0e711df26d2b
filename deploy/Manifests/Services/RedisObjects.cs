using System.Globalization;
using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>Redis as a cache: what it holds can be read again from the database, so it keeps nothing on disk.</summary>
internal static class RedisObjects
{
    private const string PortName = "redis";

    private static ServiceEntry Redis => ServiceTable.Redis;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context)
    {
        yield return WorkloadParts.Account(context, Redis);
        yield return WorkloadParts.Service(context, Redis, PortName);
        yield return WorkloadParts.Deployment(context, Redis, PodParts.Template(context, Redis, Server(context), []));
    }

    private static V1Container Server(RenderContext context)
    {
        var container = PodParts.Container(context, Redis, Redis.Name, [PodParts.Variable("REDIS_MAXMEMORY", Ceiling(context))], []);
        container.Ports = [WorkloadParts.Port(PortName, Redis.ContainerPort)];
        ProbeParts.AddTcpProbes(container, PortName);
        return container;
    }

    /// <summary>Three quarters of the memory limit in bytes; the rest is for connections and copies.</summary>
    private static string Ceiling(RenderContext context) =>
        (context.SettingsOf(Redis).Memory.Limit.Amount * 3 / 4).ToString("F0", CultureInfo.InvariantCulture);
}

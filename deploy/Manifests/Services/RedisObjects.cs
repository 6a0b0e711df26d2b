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
        yield return WorkloadParts.Deployment(context, Redis, PodParts.Template(context, Redis, Server(context), [PodParts.Scratch("data")]));
    }

    private static V1Container Server(RenderContext context)
    {
        var container = PodParts.Container(context, Redis, Redis.Name, [], [PodParts.Mount("data", "/var/lib/redis", readOnly: false)]);
        container.Ports = [WorkloadParts.Port(PortName, Redis.ContainerPort)];
        ProbeParts.AddTcpProbes(container, PortName);
        return container;
    }
}

using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>The Sentinel beside each of several members, which are as many votes: most of them decide that the primary is gone, and who takes its place.</summary>
internal static class RedisSentinel
{
    public const string PortName = "sentinel";

    public static IEnumerable<V1Container> Of(RenderContext context, RedisRole role)
    {
        if (context.LeastPods(role.Server) == 1)
        {
            yield break;
        }

        var container = new V1Container
        {
            Name = PortName,
            Image = context.ImageOf(role.Server),
            Command = RedisMember.Beside("sentinel"),
            Env = [.. RedisMember.Told(context, role)],
            Ports = [WorkloadParts.Port(PortName, ServiceTable.SentinelPort)],
            Resources = PodParts.Resources(ResourceRange.Of("20m", "200m"), ResourceRange.Of("24Mi", "48Mi")),
            SecurityContext = PodParts.Confined(),
            VolumeMounts = [PodParts.Mount("tmp", "/tmp", readOnly: false), .. RedisMember.Mounts()],
        };
        RedisMember.AddProbes(container, PortName, ServiceTable.SentinelPort);
        yield return container;
    }
}

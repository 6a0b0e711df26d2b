using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Manifests.Services;

/// <summary>Tells Prometheus how a member is: its exporter beside the server, as a user that may only look. It listens whether or not the server answers.</summary>
internal static class RedisMetrics
{
    private const string PortName = "metrics";

    public static IEnumerable<V1Container> Of(RenderContext context, RedisRole role)
    {
        if (!context.Environment.Features.Metrics || role.Server.MetricsPort is not { } port)
        {
            yield break;
        }

        var container = new V1Container
        {
            Name = PortName,
            Image = context.ImageOf(role.Server),
            Command = RedisMember.Beside("metrics", $"{port}"),
            Env = [.. RedisMember.Told(context, role)],
            Ports = [WorkloadParts.Port(PortName, port)],
            Resources = PodParts.Resources(ResourceRange.Of("10m", "200m"), ResourceRange.Of("32Mi", "64Mi")),
            SecurityContext = PodParts.Confined(),
            VolumeMounts = [.. RedisMember.Mounts()],
        };
        ProbeParts.AddTcpProbes(container, PortName);
        yield return container;
    }
}

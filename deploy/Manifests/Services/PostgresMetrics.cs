using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>
/// Tells Prometheus how a member is: its exporter beside the server, which asks through the socket of the pod as a role that may only look. It
/// listens whether or not the server answers, so it says nothing of the server's health.
/// </summary>
internal static class PostgresMetrics
{
    private const string PortName = "metrics";

    public static IEnumerable<V1Container> Of(RenderContext context, ServiceEntry server)
    {
        if (!context.Environment.Features.Metrics || server.MetricsPort is not { } port)
        {
            yield break;
        }

        var container = new V1Container
        {
            Name = "metrics",
            Image = context.ImageOf(server),
            Command = ["/usr/bin/prometheus-postgres-exporter", $"--web.listen-address=:{port}"],
            Env = [PodParts.Variable("DATA_SOURCE_NAME", "host=/run/postgresql user=observer dbname=postgres sslmode=disable")],
            Ports = [WorkloadParts.Port(PortName, port)],
            Resources = PodParts.Resources(ResourceRange.Of("10m", "200m"), ResourceRange.Of("32Mi", "64Mi")),
            SecurityContext = PodParts.Confined(),
            VolumeMounts = [PodParts.Mount("run", "/run/postgresql", readOnly: true)],
        };
        ProbeParts.AddTcpProbes(container, PortName);
        yield return container;
    }
}

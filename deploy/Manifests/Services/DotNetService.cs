using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>What every .NET service of ours consists of.</summary>
internal static class DotNetService
{
    private const string TrafficPort = "http";

    /// <summary>The objects of a service.</summary>
    /// <param name="context">What they are made from.</param>
    /// <param name="service">The service.</param>
    /// <param name="container">Its container, without ports and probes.</param>
    /// <param name="volumes">What the container mounts besides its scratch folder.</param>
    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context, ServiceEntry service, V1Container container, IEnumerable<V1Volume> volumes)
    {
        container.Ports = [WorkloadParts.Port(TrafficPort, service.ContainerPort), WorkloadParts.Port("management", ServiceTable.ManagementPort)];
        ProbeParts.AddHttpProbes(container);
        return
        [
            WorkloadParts.Account(context, service),
            WorkloadParts.Service(context, service, TrafficPort),
            WorkloadParts.Deployment(context, service, PodParts.Template(context, service, container, volumes)),
            .. AvailabilityObjects.Of(context, service),
        ];
    }

    /// <summary>The database that is named after the service, with its login.</summary>
    /// <param name="context">What all is made from.</param>
    /// <param name="service">The service.</param>
    /// <param name="section">The section of its settings.</param>
    /// <param name="by">Who asks: those that serve by the pooler, migrations straight.</param>
    public static IEnumerable<V1EnvVar> Database(RenderContext context, ServiceEntry service, string section, FlowCaller by) =>
    [
        PodParts.Variable($"{section}__Database__Host", DatabaseOf(by).ClusterHost),
        PodParts.Variable($"{section}__Database__Name", service.Name),
        ServiceLogin.User(context, service) is { } user
            ? PodParts.Variable($"{section}__Database__User", user)
            : PodParts.Variable($"{section}__Database__UserFile", ServiceLogin.UserFile(context, DatabaseSettings.MainShard)!),
        PodParts.Variable($"{section}__Database__PasswordFile", ServiceLogin.PasswordFile(context, service, DatabaseSettings.MainShard)),
        PodParts.Variable($"{section}__Database__AuthorityFile", CertificateObjects.TrustPath),
        .. by == FlowCaller.Service ? [PodParts.Variable($"{section}__Database__Pooled", "true")] : Array.Empty<V1EnvVar>(),
    ];

    /// <summary>What answers for the main server of PostgreSQL.</summary>
    public static ServiceEntry DatabaseOf(FlowCaller by) => by == FlowCaller.Service ? ServiceTable.Pgbouncer : ServiceTable.Postgres;

    /// <summary>A bucket of object storage; the service's command <c>migrate</c> makes it.</summary>
    /// <param name="section">The section of its settings.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="keys">The pair of keys.</param>
    public static IEnumerable<V1EnvVar> ObjectStore(string section, string bucket, SecretEntry keys) =>
    [
        PodParts.Variable($"{section}__ObjectStore__Endpoint", $"https://{ServiceTable.ObjectStorage.ClusterHost}:{ServiceTable.ObjectStorage.Port}"),
        PodParts.Variable($"{section}__ObjectStore__AuthorityFile", CertificateObjects.TrustPath),
        PodParts.Variable($"{section}__ObjectStore__Bucket", bucket),
        PodParts.Variable($"{section}__ObjectStore__AccessKeyFile", $"/etc/secrets/{keys.Group}/access-key"),
        PodParts.Variable($"{section}__ObjectStore__SecretKeyFile", $"/etc/secrets/{keys.Group}/secret-key"),
    ];

    /// <summary>Where traces go, if anywhere.</summary>
    public static IEnumerable<V1EnvVar> Telemetry(RenderContext context, string name) => context.Environment.Features.Tracing is { } endpoint
        ? [PodParts.Variable("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint), PodParts.Variable("OTEL_SERVICE_NAME", name)]
        : [];
}

using System.Globalization;
using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>
/// The pooler before a server of PostgreSQL: services call it, it calls the primary. Its Deployment comes before the services', so that there is one to call; it does
/// not wait for PostgreSQL, as a service does not either.
/// </summary>
internal static class PgbouncerObjects
{
    private const string PortName = "postgres";

    /// <summary>After the migrations, before the services.</summary>
    private const string Wave = "45";

    /// <summary>Most of it is for clients to go elsewhere.</summary>
    private const long GraceSeconds = 90;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context, ServiceEntry pooler)
    {
        var deployment = WorkloadParts.Deployment(context, pooler, Template(context, pooler));
        deployment.Metadata.Annotations = new Dictionary<string, string> { [ObjectLabels.Wave] = Wave };
        return [WorkloadParts.Account(context, pooler), WorkloadParts.Service(context, pooler, PortName), deployment, .. AvailabilityObjects.Of(context, pooler)];
    }

    private static V1PodTemplateSpec Template(RenderContext context, ServiceEntry pooler)
    {
        var container = PodParts.Container(
            context,
            pooler,
            pooler.Name,
            [
                PodParts.Variable("PGBOUNCER_SERVER", PostgresServers.Of(pooler.Shard ?? DatabaseSettings.MainShard, ServiceTable.Postgres).ClusterHost),
                PodParts.Variable("PGBOUNCER_DATABASES", string.Join(' ', Databases(pooler))),
                PodParts.Variable("PGBOUNCER_POOL", Pool(context, pooler).ToString(CultureInfo.InvariantCulture)),
                PodParts.Variable("PGBOUNCER_CERTIFICATE_FOLDER", CertificateObjects.Folder),
                PodParts.Variable("PGBOUNCER_PASSWORD_FILE", $"/etc/secrets/{SecretTable.PostgresPooler.Group}/pooler-password"),
            ],
            [PodParts.SecretMount(SecretTable.PostgresPooler), CertificateObjects.Mount()]);
        container.Ports = [WorkloadParts.Port(PortName, pooler.ContainerPort)];
        ProbeParts.AddTcpProbes(container, PortName);
        container.Lifecycle = new V1Lifecycle { PreStop = new V1LifecycleHandler { Exec = new V1ExecAction { Command = ["/usr/local/lib/sitebuilder/leave"] } } };
        var template = PodParts.Template(context, pooler, container, [PodParts.SecretVolume(SecretTable.PostgresPooler, pooler), CertificateObjects.Volume(pooler)]);
        template.Spec.TerminationGracePeriodSeconds = GraceSeconds;
        return template;
    }

    /// <summary>The databases of the services that call it; each is named after its service.</summary>
    private static IEnumerable<string> Databases(ServiceEntry pooler) =>
        FlowTable.All.Where(flow => flow.To == ServiceTable.Pgbouncer && PostgresServers.Serves(pooler, flow.From)).Select(flow => flow.From.Name);

    /// <summary>
    /// How many connections each database has at one pooler, beside those that ask: all of them together, and one that comes before another goes, find room at the
    /// server, whichever of a service's logins has them.
    /// </summary>
    private static int Pool(RenderContext context, ServiceEntry pooler)
    {
        var settings = context.SettingsOf(pooler);
        var poolers = (settings.Autoscale?.Max ?? settings.Replicas) + 1;
        return PoolerConnections.OfEach(poolers, Databases(pooler).Count());
    }
}

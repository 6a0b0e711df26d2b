using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>PostgreSQL: one pod with a volume of its own.</summary>
internal static class PostgresObjects
{
    private const string PortName = "postgres";
    private const string DataFolder = "/var/lib/postgresql/data";

    private static ServiceEntry Postgres => ServiceTable.Postgres;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context)
    {
        yield return WorkloadParts.Account(context, Postgres);
        yield return WorkloadParts.Service(context, Postgres, PortName);
        yield return Headless(context);
        yield return Database(context);
    }

    /// <summary>Gives every pod a DNS name of its own, before it is ready too.</summary>
    private static V1Service Headless(RenderContext context) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = context.Meta(Postgres, "postgres-pods"),
        Spec = new V1ServiceSpec
        {
            ClusterIP = "None",
            PublishNotReadyAddresses = true,
            Selector = WorkloadParts.PodLabels(Postgres),
            Ports = [new V1ServicePort { Name = PortName, Port = Postgres.Port, TargetPort = PortName, Protocol = "TCP" }],
        },
    };

    private static V1StatefulSet Database(RenderContext context) => new()
    {
        ApiVersion = "apps/v1",
        Kind = "StatefulSet",
        Metadata = context.Meta(Postgres),
        Spec = new V1StatefulSetSpec
        {
            Replicas = context.SettingsOf(Postgres).Replicas,
            ServiceName = "postgres-pods",
            Selector = WorkloadParts.Selector(Postgres),
            UpdateStrategy = new V1StatefulSetUpdateStrategy { Type = "RollingUpdate" },
            Template = PodParts.Template(context, Postgres, Server(context), [PodParts.Scratch("run"), PodParts.SecretVolume(SecretTable.Postgres, Postgres)]),
            VolumeClaimTemplates = [Claim(context)],
        },
    };

    private static V1Container Server(RenderContext context)
    {
        var container = PodParts.Container(
            context,
            Postgres,
            Postgres.Name,
            [
                PodParts.Variable("PGDATA", $"{DataFolder}/pgdata"),
                // one database and role for each service that has a password there
                PodParts.Variable("POSTGRES_PASSWORDS_FOLDER", $"/etc/secrets/{SecretTable.Postgres.Group}"),
            ],
            [
                PodParts.Mount("data", DataFolder, readOnly: false),
                PodParts.Mount("run", "/run/postgresql", readOnly: false),
                PodParts.SecretMount(SecretTable.Postgres),
            ]);
        container.Ports = [WorkloadParts.Port(PortName, Postgres.ContainerPort)];
        ProbeParts.AddTcpProbes(container, PortName);
        container.ReadinessProbe = ProbeParts.Command("pg_isready", "--quiet", "--host=127.0.0.1", "--username=postgres");
        return container;
    }

    private static V1PersistentVolumeClaim Claim(RenderContext context) => new()
    {
        ApiVersion = "v1",
        Kind = "PersistentVolumeClaim",
        Metadata = new V1ObjectMeta { Name = "data", Labels = context.Labels(Postgres.Name, Postgres.Namespace) },
        Spec = new V1PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"],
            StorageClassName = context.Environment.Database.StorageClass,
            Resources = new V1VolumeResourceRequirements
            {
                Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new(context.Environment.Database.Storage.ToString()) },
            },
        },
    };
}

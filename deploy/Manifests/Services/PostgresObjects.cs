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
        yield return WorkloadParts.Headless(context, Postgres, PortName);
        yield return Database(context);
    }

    private static V1StatefulSet Database(RenderContext context) => new()
    {
        ApiVersion = "apps/v1",
        Kind = "StatefulSet",
        Metadata = context.Meta(Postgres),
        Spec = new V1StatefulSetSpec
        {
            Replicas = context.SettingsOf(Postgres).Replicas,
            ServiceName = WorkloadParts.HeadlessName(Postgres),
            Selector = WorkloadParts.Selector(Postgres),
            UpdateStrategy = new V1StatefulSetUpdateStrategy { Type = "RollingUpdate" },
            Template = PodParts.Template(context, Postgres, Server(context), [PodParts.Scratch("run"), PodParts.SecretVolume(SecretTable.Postgres, Postgres)]),
            VolumeClaimTemplates = [WorkloadParts.Claim(context, Postgres, context.Environment.Database.Storage, context.Environment.Database.StorageClass)],
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
}

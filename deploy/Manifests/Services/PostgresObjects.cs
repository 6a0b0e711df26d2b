using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>PostgreSQL: as many members as the environment says, each with a volume of its own; Patroni decides which of them is the primary.</summary>
internal static class PostgresObjects
{
    /// <summary>Patroni's word for a member that follows.</summary>
    public const string Replica = "replica";

    private const string MemberPort = "members";
    private const string DataFolder = "/var/lib/postgresql/data";

    /// <summary>Half of it is for handing the primary's part over, the rest for a clean end, which writes what is in memory.</summary>
    private const long GraceSeconds = 90;

    private static ServiceEntry Postgres => ServiceTable.Postgres;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context) =>
    [
        WorkloadParts.Account(context, Postgres),
        .. PostgresAccess.Of(context),
        .. PostgresServices.Of(context),
        Database(context),
        .. AvailabilityObjects.Of(context, Postgres),
    ];

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
            // one that cannot start must not keep the others from it; updates go one by one all the same
            PodManagementPolicy = "Parallel",
            UpdateStrategy = new V1StatefulSetUpdateStrategy { Type = "RollingUpdate" },
            Template = Template(context),
            VolumeClaimTemplates = [WorkloadParts.Claim(context, Postgres, context.Environment.Database.Storage, context.Environment.Database.StorageClass)],
        },
    };

    private static V1PodTemplateSpec Template(RenderContext context)
    {
        var template = PodParts.Template(
            context,
            Postgres,
            Member(context),
            [PodParts.Scratch("run"), PodParts.SecretVolume(SecretTable.Postgres, Postgres), PodParts.SecretVolume(SecretTable.PostgresMembers, Postgres)]);
        // until Patroni says otherwise
        template.Metadata.Labels[ObjectLabels.Role] = Replica;
        template.Metadata.Annotations = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [ObjectLabels.TokenReason] = "Patroni keeps in the API which member is the primary",
        };
        template.Spec.AutomountServiceAccountToken = true;
        template.Spec.TerminationGracePeriodSeconds = GraceSeconds;
        if (context.LeastPods(Postgres) > 1)
        {
            Spread(context.Environment.Database.Spread, template.Spec);
        }

        return template;
    }

    private static void Spread(MemberSpread spread, V1PodSpec pod)
    {
        var term = new V1PodAffinityTerm { TopologyKey = "kubernetes.io/hostname", LabelSelector = WorkloadParts.Selector(Postgres) };
        pod.Affinity = new V1Affinity
        {
            PodAntiAffinity = spread == MemberSpread.Any
                ? new V1PodAntiAffinity { PreferredDuringSchedulingIgnoredDuringExecution = [new V1WeightedPodAffinityTerm { Weight = 100, PodAffinityTerm = term }] }
                : new V1PodAntiAffinity { RequiredDuringSchedulingIgnoredDuringExecution = [term] },
        };
        foreach (var constraint in pod.TopologySpreadConstraints.Where(constraint => spread == MemberSpread.Zone && constraint.TopologyKey == "topology.kubernetes.io/zone"))
        {
            constraint.WhenUnsatisfiable = "DoNotSchedule";
        }
    }

    private static V1Container Member(RenderContext context)
    {
        var container = PodParts.Container(
            context,
            Postgres,
            Postgres.Name,
            [
                PodParts.Field("POD_NAME", "metadata.name"),
                PodParts.Field("POD_NAMESPACE", "metadata.namespace"),
                PodParts.Field("POD_IP", "status.podIP"),
                PodParts.Variable("PGDATA", $"{DataFolder}/pgdata"),
                PodParts.Variable("POSTGRES_SCOPE", Postgres.Name),
                // one database and role for each service that has a password there
                PodParts.Variable("POSTGRES_PASSWORDS_FOLDER", $"/etc/secrets/{SecretTable.Postgres.Group}"),
                PodParts.Variable("POSTGRES_MEMBERS_FOLDER", $"/etc/secrets/{SecretTable.PostgresMembers.Group}"),
                PodParts.Variable("POSTGRES_SYNCHRONOUS", context.Environment.Database.Synchronous ? "true" : "false"),
                PodParts.Variable("POSTGRES_SETTINGS", PostgresSettings.Of(context)),
            ],
            [
                PodParts.Mount("data", DataFolder, readOnly: false),
                PodParts.Mount("run", "/run/postgresql", readOnly: false),
                PodParts.SecretMount(SecretTable.Postgres),
                PodParts.SecretMount(SecretTable.PostgresMembers),
            ]);
        container.Ports = [WorkloadParts.Port(PostgresServices.PortName, Postgres.ContainerPort), WorkloadParts.Port(MemberPort, ServiceTable.MemberPort)];
        ProbeParts.AddMemberProbes(container, MemberPort);
        container.Lifecycle = new V1Lifecycle { PreStop = new V1LifecycleHandler { Exec = new V1ExecAction { Command = ["/usr/local/lib/sitebuilder/leave"] } } };
        return container;
    }
}

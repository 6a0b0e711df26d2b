using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>A server of PostgreSQL: as many members as the environment says, each with a volume of its own; Patroni decides which of them is the primary.</summary>
internal static class PostgresObjects
{
    /// <summary>Patroni's word for a member that follows.</summary>
    public const string Replica = "replica";

    private const string MemberPort = "members";
    private const string DataFolder = "/var/lib/postgresql/data";

    /// <summary>Where a member's data are.</summary>
    public const string Data = $"{DataFolder}/pgdata";

    /// <summary>Half of it is for handing the primary's part over, the rest for a clean end, which writes what is in memory.</summary>
    private const long GraceSeconds = 90;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context, ServiceEntry server) =>
    [
        WorkloadParts.Account(context, server),
        .. PostgresAccess.Of(context, server),
        .. PostgresServices.Of(context, server),
        Database(context, server),
        .. SecretTable.Postgres.IsIn(context.Environment) ? new IKubernetesObject<V1ObjectMeta>[] { MigrationJob.Account(context, server), PostgresLogins.Of(context, server) } : [],
        .. PostgresBackups.Of(context, server),
        .. AvailabilityObjects.Of(context, server),
    ];

    private static V1StatefulSet Database(RenderContext context, ServiceEntry server) => new()
    {
        ApiVersion = "apps/v1",
        Kind = "StatefulSet",
        Metadata = context.Meta(server),
        Spec = new V1StatefulSetSpec
        {
            Replicas = context.SettingsOf(server).Replicas,
            ServiceName = WorkloadParts.HeadlessName(server),
            Selector = WorkloadParts.Selector(server),
            // one that cannot start must not keep the others from it; updates go one by one all the same
            PodManagementPolicy = "Parallel",
            UpdateStrategy = new V1StatefulSetUpdateStrategy { Type = "RollingUpdate" },
            Template = Template(context, server),
            VolumeClaimTemplates = [WorkloadParts.Claim(context, server, context.Environment.Database.Storage, context.Environment.Database.StorageClass)],
        },
    };

    private static V1PodTemplateSpec Template(RenderContext context, ServiceEntry server)
    {
        var template = PodParts.Template(
            context,
            server,
            Member(context, server),
            [PodParts.Scratch("run"), PodParts.SecretVolume(SecretTable.PostgresMembers, server), PodParts.SecretVolume(SecretTable.PostgresPooler, server), .. VaultsPassword(context).Concat(PostgresBackups.Secrets(context)).Select(secret => PodParts.SecretVolume(secret, server)), CertificateObjects.Volume(server)]);
        // until Patroni says otherwise
        template.Metadata.Labels[ObjectLabels.Role] = Replica;
        template.Metadata.Annotations = new SortedDictionary<string, string>(template.Metadata.Annotations ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [ObjectLabels.TokenReason] = "Patroni keeps in the API which member is the primary",
        };
        template.Spec.Containers = [.. template.Spec.Containers, .. PostgresBackups.Beside(context, server, DataFolder), .. PostgresMetrics.Of(context, server)];
        template.Spec.AutomountServiceAccountToken = true;
        template.Spec.TerminationGracePeriodSeconds = GraceSeconds;
        MemberPlacement.Apply(context, server, template.Spec);
        return template;
    }

    private static V1Container Member(RenderContext context, ServiceEntry server)
    {
        var container = PodParts.Container(
            context,
            server,
            server.Name,
            [
                PodParts.Field("POD_NAME", "metadata.name"),
                PodParts.Field("POD_NAMESPACE", "metadata.namespace"),
                PodParts.Field("POD_IP", "status.podIP"),
                PodParts.Variable("PGDATA", Data),
                PodParts.Variable("POSTGRES_SCOPE", server.Name),
                PodParts.Variable("POSTGRES_SERVICES", PostgresLogins.KnownTo(context, server)),
                PodParts.Variable("POSTGRES_MEMBERS_FOLDER", $"/etc/secrets/{SecretTable.PostgresMembers.Group}"),
                PodParts.Variable("POSTGRES_CERTIFICATE_FOLDER", CertificateObjects.Folder),
                PodParts.Variable("POSTGRES_POOLER_PASSWORD_FILE", $"/etc/secrets/{SecretTable.PostgresPooler.Group}/pooler-password"),
                .. VaultsPassword(context).Select(secret => PodParts.Variable("POSTGRES_VAULT_PASSWORD_FILE", $"/etc/secrets/{secret.Group}/vault-password")),
                PodParts.Variable("POSTGRES_SYNCHRONOUS", context.Environment.Database.Synchronous ? "true" : "false"),
                PodParts.Variable("POSTGRES_SETTINGS", PostgresSettings.Of(context)),
                .. PostgresBackups.Variables(context, server),
            ],
            [
                PodParts.Mount("data", DataFolder, readOnly: false),
                PodParts.Mount("run", "/run/postgresql", readOnly: false),
                PodParts.SecretMount(SecretTable.PostgresMembers),
                PodParts.SecretMount(SecretTable.PostgresPooler),
                .. VaultsPassword(context).Concat(PostgresBackups.Secrets(context)).Select(PodParts.SecretMount),
                CertificateObjects.Mount(),
            ]);
        container.Ports = [WorkloadParts.Port(PostgresServices.PortName, server.ContainerPort), WorkloadParts.Port(MemberPort, ServiceTable.MemberPort)];
        ProbeParts.AddMemberProbes(container, MemberPort);
        container.Lifecycle = new V1Lifecycle { PreStop = new V1LifecycleHandler { Exec = new V1ExecAction { Command = ["/usr/local/lib/sitebuilder/leave"] } } };
        return container;
    }

    /// <summary>What Vault comes in with, where it makes logins.</summary>
    private static IEnumerable<SecretEntry> VaultsPassword(RenderContext context) => SecretTable.PostgresVault.IsIn(context.Environment) ? [SecretTable.PostgresVault] : [];
}

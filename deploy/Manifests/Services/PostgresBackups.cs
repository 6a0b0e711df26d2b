using System.Globalization;
using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>
/// Back-ups of a server of PostgreSQL: members keep every change in object storage themselves; beside each is who lets its data be copied, and a CronJob, whose account has
/// no rights in the API, comes with a certificate of its own and copies them.
/// </summary>
internal static class PostgresBackups
{
    /// <summary>The bucket that has them, and nothing else.</summary>
    public const string Bucket = "database-backups";

    private const string PortName = "backup";
    private const string Script = "/usr/local/lib/sitebuilder/backups";
    private const string ConfigPath = "/run/postgresql/pgbackrest.conf";
    private const string JobConfigPath = "/tmp/pgbackrest.conf";

    /// <summary>So many bytes of a volume may be taken by changes that object storage has not taken yet; then they are given up, not the server.</summary>
    private const int ShareOfQueue = 4;

    /// <summary>A copy that takes longer has failed.</summary>
    private const long MostSeconds = 12 * 60 * 60;

    private static string SecretsFolder => $"/etc/secrets/{SecretTable.PostgresBackups.Group}";

    public static bool AreIn(RenderContext context) => SecretTable.PostgresBackups.IsIn(context.Environment);

    public static string NameOf(ServiceEntry server) => $"{server.Name}-backup";

    /// <summary>The certificate by which members know the Job.</summary>
    public static string CertificateOf(ServiceEntry server) => $"{NameOf(server)}-certificate";

    /// <summary>What a member and who is beside it are told.</summary>
    public static IEnumerable<V1EnvVar> Variables(RenderContext context, ServiceEntry server) => !AreIn(context) ? [] :
    [
        .. Repository(server, ConfigPath),
        PodParts.Variable("POSTGRES_BACKUP_CLIENT", CertificateOf(server)),
        PodParts.Variable("POSTGRES_BACKUP_QUEUE", Math.Floor(context.Environment.Database.Storage.Amount / ShareOfQueue).ToString("F0", CultureInfo.InvariantCulture)),
    ];

    /// <summary>What a member reads for them.</summary>
    public static IEnumerable<SecretEntry> Secrets(RenderContext context) => AreIn(context) ? [SecretTable.PostgresBackups] : [];

    /// <summary>Who lets a member's data be copied, and restores.</summary>
    public static IEnumerable<V1Container> Beside(RenderContext context, ServiceEntry server, string dataFolder)
    {
        if (!AreIn(context))
        {
            yield break;
        }

        var container = new V1Container
        {
            Name = "backup",
            Image = context.ImageOf(server),
            Command = [Script, "serve"],
            Env = [PodParts.Variable("PGDATA", PostgresObjects.Data), PodParts.Variable("POSTGRES_CERTIFICATE_FOLDER", CertificateObjects.Folder), .. Variables(context, server)],
            Ports = [WorkloadParts.Port(PortName, ServiceTable.BackupPort)],
            Resources = PodParts.Resources(ResourceRange.Of("20m", "1"), ResourceRange.Of("32Mi", "256Mi")),
            SecurityContext = PodParts.Confined(),
            VolumeMounts =
            [
                PodParts.Mount("tmp", "/tmp", readOnly: false),
                PodParts.Mount("data", dataFolder, readOnly: false),
                PodParts.Mount("run", "/run/postgresql", readOnly: false),
                PodParts.SecretMount(SecretTable.PostgresBackups),
                CertificateObjects.Mount(),
            ],
        };
        ProbeParts.AddTcpProbes(container, PortName);
        yield return container;
    }

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context, ServiceEntry server)
    {
        if (!AreIn(context))
        {
            yield break;
        }

        var template = PodParts.Template(
            context,
            server,
            Job(context, server),
            [PodParts.SecretVolume(SecretTable.PostgresBackups, server), CertificateObjects.ClientVolume(CertificateOf(server), NameOf(server))]);
        template.Metadata.Annotations = null;
        template.Spec.ServiceAccountName = NameOf(server);
        template.Spec.RestartPolicy = "Never";
        template.Spec.TopologySpreadConstraints = null;
        yield return WorkloadParts.Account(context, server, NameOf(server));
        yield return new V1CronJob
        {
            ApiVersion = "batch/v1",
            Kind = "CronJob",
            Metadata = context.Meta(server, NameOf(server)),
            Spec = new V1CronJobSpec
            {
                Schedule = context.Environment.Database.Backups.Schedule,
                TimeZone = "Etc/UTC",
                ConcurrencyPolicy = "Forbid",
                StartingDeadlineSeconds = 60 * 60,
                SuccessfulJobsHistoryLimit = 1,
                FailedJobsHistoryLimit = 1,
                JobTemplate = new V1JobTemplateSpec { Spec = new V1JobSpec { BackoffLimit = 3, ActiveDeadlineSeconds = MostSeconds, Template = template } },
            },
        };
    }

    private static V1Container Job(RenderContext context, ServiceEntry server)
    {
        var backups = context.Environment.Database.Backups;
        return new V1Container
        {
            Name = NameOf(server),
            Image = context.ImageOf(server),
            Command = [Script, "run"],
            Env =
            [
                PodParts.Variable("PGDATA", PostgresObjects.Data),
                .. Repository(server, JobConfigPath),
                PodParts.Variable("POSTGRES_BACKUP_MEMBERS", string.Join(',', PostgresServices.MembersOf(context, server))),
                PodParts.Variable("POSTGRES_BACKUP_CERTIFICATE_FOLDER", CertificateObjects.Folder),
                PodParts.Variable("POSTGRES_BACKUP_FULL_DAYS", backups.FullEvery.ToString(CultureInfo.InvariantCulture)),
                PodParts.Variable("POSTGRES_BACKUP_KEEP", backups.Keep.ToString(CultureInfo.InvariantCulture)),
            ],
            Resources = PodParts.Resources(ResourceRange.Of("50m", "1"), ResourceRange.Of("64Mi", "256Mi")),
            SecurityContext = PodParts.Confined(),
            VolumeMounts = [PodParts.Mount("tmp", "/tmp", readOnly: false), PodParts.SecretMount(SecretTable.PostgresBackups), CertificateObjects.Mount()],
        };
    }

    private static IEnumerable<V1EnvVar> Repository(ServiceEntry server, string config) =>
    [
        PodParts.Variable("PGBACKREST_CONFIG", config),
        PodParts.Variable("PGBACKREST_STANZA", server.Name),
        PodParts.Variable("POSTGRES_BACKUP_BUCKET", Bucket),
        PodParts.Variable("POSTGRES_BACKUP_ENDPOINT", $"{ServiceTable.ObjectStorage.ClusterHost}:{ServiceTable.ObjectStorage.Port}"),
        PodParts.Variable("POSTGRES_BACKUP_AUTHORITY_FILE", $"{CertificateObjects.Folder}/{CertificateObjects.AuthorityFile}"),
        PodParts.Variable("POSTGRES_BACKUP_FOLDER", SecretsFolder),
    ];
}

using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>
/// The Job that gives each service's login that is in turn its password, before migrations and services use it. A rotation is another Job, and members of PostgreSQL
/// know nothing of it. A rollback runs the one of before again, so it is no migration.
/// </summary>
internal static class PostgresLogins
{
    public static V1Job Of(RenderContext context, ServiceEntry server)
    {
        var container = new V1Container
        {
            Name = MigrationJob.NameOf(server),
            Image = context.ImageOf(server),
            Env =
            [
                PodParts.Variable("POSTGRES_HOST", server.ClusterHost),
                PodParts.Variable("POSTGRES_AUTHORITY_FILE", $"{CertificateObjects.Folder}/{CertificateObjects.AuthorityFile}"),
                PodParts.Variable("POSTGRES_LOGINS", string.Join(' ', ServicesOf(server).Select(service => $"{DatabaseLogins.Of(service)}={DatabaseLogins.PasswordOf(service)}"))),
                PodParts.Variable("POSTGRES_PASSWORDS_FOLDER", $"/etc/secrets/{SecretTable.Postgres.Group}"),
                PodParts.Variable("POSTGRES_MEMBERS_FOLDER", $"/etc/secrets/{SecretTable.PostgresMembers.Group}"),
            ],
            Resources = PodParts.Resources(ResourceRange.Of("10m", "200m"), ResourceRange.Of("32Mi", "64Mi")),
            SecurityContext = PodParts.Confined(),
            VolumeMounts = [PodParts.Mount("tmp", "/tmp", readOnly: false), PodParts.SecretMount(SecretTable.Postgres), PodParts.SecretMount(SecretTable.PostgresMembers), CertificateObjects.Mount()],
        };
        var job = MigrationJob.Of(
            context,
            server,
            container,
            [
                PodParts.SecretVolume(SecretTable.Postgres, server, key => key.Readers.Any(ServicesOf(server).Contains)),
                PodParts.SecretVolume(SecretTable.PostgresMembers, server, key => key.Name == "rotator-password"),
                CertificateObjects.AuthorityVolume(server),
            ]);
        job.Metadata.Annotations = null;
        return job;
    }

    /// <summary>Who has a database at a server, and its logins where they are always the same.</summary>
    public static string KnownTo(RenderContext context, ServiceEntry server) => string.Join(' ', ServicesOf(server).Select(service =>
        SecretTable.Postgres.IsIn(context.Environment) ? $"{service.Name}={string.Join(',', DatabaseLogins.BothOf(service))}" : service.Name));

    private static IEnumerable<ServiceEntry> ServicesOf(ServiceEntry server) => DatabaseLogins.Services.Where(service => PostgresServers.Serves(server, service));
}

using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Custom;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>
/// What a service logs in to a server of PostgreSQL with: a login of its own whose password is in the table of secrets, or one that Vault makes for a while. Of the latter
/// a container keeps what it has started with, as the files are mounted one by one; the operator rolls the service when there is another one.
/// </summary>
internal static class ServiceLogin
{
    private const string UserKey = "username";
    private const string PasswordKey = "password";
    private const string VaultMount = "database";

    /// <summary>After the database, before migrations.</summary>
    private const string Wave = "35";

    /// <summary>The login of a service, where it is always the same.</summary>
    public static string? User(RenderContext context, ServiceEntry service) => IsDynamic(context) ? null : DatabaseLogins.Of(service);

    /// <summary>The file with its login at a shard, where it changes.</summary>
    public static string? UserFile(RenderContext context, string shard) => IsDynamic(context) ? $"{FolderOf(shard)}/{UserKey}" : null;

    /// <summary>The file with the password.</summary>
    public static string PasswordFile(RenderContext context, ServiceEntry service, string shard) =>
        IsDynamic(context) ? $"{FolderOf(shard)}/{PasswordKey}" : $"/etc/secrets/{SecretTable.Postgres.Group}/{DatabaseLogins.PasswordOf(service)}";

    public static IEnumerable<V1Volume> Volumes(RenderContext context, ServiceEntry service) => IsDynamic(context)
        ? ShardsOf(context, service).Select(shard => PodParts.SecretVolume(VolumeOf(shard), SecretOf(service, shard)))
        : [PodParts.SecretVolume(SecretTable.Postgres, service)];

    public static IEnumerable<V1VolumeMount> Mounts(RenderContext context, ServiceEntry service) => IsDynamic(context)
        ? from shard in ShardsOf(context, service) from key in (string[])[UserKey, PasswordKey] select File(shard, key)
        : [PodParts.SecretMount(SecretTable.Postgres)];

    /// <summary>What has Vault make the logins.</summary>
    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context) => !IsDynamic(context) ? [] :
        from service in DatabaseLogins.Services
        from shard in ShardsOf(context, service)
        select Login(context, service, shard);

    private static CustomObject<VaultDynamicSecretSpec> Login(RenderContext context, ServiceEntry service, string shard)
    {
        var name = SecretOf(service, shard);
        var meta = context.Meta(service, name);
        meta.Annotations = new Dictionary<string, string> { [ObjectLabels.Wave] = Wave };
        return new CustomObject<VaultDynamicSecretSpec>
        {
            ApiVersion = VaultSecretObjects.Group,
            Kind = "VaultDynamicSecret",
            Metadata = meta,
            Spec = new VaultDynamicSecretSpec(
                VaultSecretObjects.Reader,
                VaultMount,
                $"creds/sitebuilder-{context.Environment.Name}-{service.Name}{Suffix(shard)}",
                new VaultDestination(name, new VaultTransformation([$"^{UserKey}$", $"^{PasswordKey}$"])),
                [new VaultRestartTarget("Deployment", service.Name)]),
        };
    }

    private static bool IsDynamic(RenderContext context) => context.Environment.Secrets.Database == DatabaseCredentials.Dynamic;

    private static IEnumerable<string> ShardsOf(RenderContext context, ServiceEntry service) =>
        [DatabaseSettings.MainShard, .. service.Shards ? context.Environment.Database.Shards : []];

    private static V1VolumeMount File(string shard, string key)
    {
        var mount = PodParts.Mount(VolumeOf(shard), $"{FolderOf(shard)}/{key}", readOnly: true);
        mount.SubPath = key;
        return mount;
    }

    private static string SecretOf(ServiceEntry service, string shard) => $"{service.Name}-{VolumeOf(shard)}";

    private static string VolumeOf(string shard) => $"database{Suffix(shard)}";

    private static string FolderOf(string shard) => $"/etc/secrets/{VolumeOf(shard)}";

    private static string Suffix(string shard) => shard == DatabaseSettings.MainShard ? "" : $"-{shard}";
}

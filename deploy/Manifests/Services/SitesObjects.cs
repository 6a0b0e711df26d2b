using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>Sites, its brands and the Job that brings its database up to date before new pods start.</summary>
internal static class SitesObjects
{
    private static ServiceEntry Sites => ServiceTable.Sites;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context)
    {
        var (brands, shards, direct) = (BrandsFile.Of(context, Sites), ShardsFile.Of(context, Sites, FlowCaller.Service), ShardsFile.Of(context, Sites, FlowCaller.Migration));
        return
        [
            brands,
            .. shards is null || direct is null ? [] : new[] { shards, direct },
            MigrationJob.Account(context, Sites),
            MigrationJob.Of(
                context,
                Sites,
                Migrator(context, direct),
                [BrandsFile.Volume(brands), .. ServiceLogin.Volumes(context, Sites), CertificateObjects.TrustVolume(), .. ShardsFile.Volumes(direct)]),
            .. DotNetService.Of(
                context,
                Sites,
                Server(context, shards),
                [PodParts.SecretVolume(SecretTable.Editor, Sites), .. ServiceLogin.Volumes(context, Sites), PodParts.SecretVolume(SecretTable.Redis, Sites), CertificateObjects.TrustVolume(), .. ShardsFile.Volumes(shards)]),
        ];
    }

    private static V1Container Server(RenderContext context, V1ConfigMap? shards) => PodParts.Container(
        context,
        Sites,
        Sites.Name,
        [
            .. DotNetService.Database(context, Sites, "Sites", FlowCaller.Service),
            .. RedisClient.Variables(context, Sites, ServiceTable.RedisCache, "Sites__Cache"),
            .. RedisClient.Variables(context, Sites, ServiceTable.RedisQueue, "Sites__Queue"),
            PodParts.Variable("Sites__EditorTokenFile", $"/etc/secrets/{SecretTable.Editor.Group}/token"),
            PodParts.Variable("Sites__Auth", $"http://{ServiceTable.Auth.ClusterHost}"),
            .. ShardsFile.Variables(shards, "Sites"),
            .. DotNetService.Telemetry(context, Sites.Name),
        ],
        [PodParts.SecretMount(SecretTable.Editor), .. ServiceLogin.Mounts(context, Sites), PodParts.SecretMount(SecretTable.Redis), CertificateObjects.TrustMount(), .. ShardsFile.Mounts(shards)]);

    /// <summary>Brings tables and brands up to date; running pods see a new brand by themselves, so they do not read the file.</summary>
    private static V1Container Migrator(RenderContext context, V1ConfigMap? shards) => PodParts.Container(
        context,
        Sites,
        MigrationJob.NameOf(Sites),
        [
            .. DotNetService.Database(context, Sites, "Sites", FlowCaller.Migration),
            PodParts.Variable("Sites__BrandsFile", BrandsFile.Path),
            .. ShardsFile.Variables(shards, "Sites"),
            .. DotNetService.Telemetry(context, MigrationJob.NameOf(Sites)),
        ],
        [BrandsFile.Mount(), .. ServiceLogin.Mounts(context, Sites), CertificateObjects.TrustMount(), .. ShardsFile.Mounts(shards)]);
}

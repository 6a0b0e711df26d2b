using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>Sites, its brands and the Job that brings its database up to date before new pods start.</summary>
internal static class SitesObjects
{
    private const string BrandsFolder = "/etc/sites";

    private static ServiceEntry Sites => ServiceTable.Sites;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context)
    {
        var brands = BrandsFile.Of(context, Sites);
        return
        [
            brands,
            MigrationJob.Of(context, Sites, Migrator(context), [Brands(brands), PodParts.SecretVolume(SecretTable.Postgres, Sites)]),
            .. DotNetService.Of(
                context,
                Sites,
                Server(context),
                [PodParts.SecretVolume(SecretTable.Editor, Sites), PodParts.SecretVolume(SecretTable.Postgres, Sites)]),
        ];
    }

    private static V1Container Server(RenderContext context) => PodParts.Container(
        context,
        Sites,
        Sites.Name,
        [
            .. Database(),
            PodParts.Variable("Sites__Cache__Redis", $"{ServiceTable.Redis.ClusterHost}:{ServiceTable.Redis.Port}"),
            PodParts.Variable("Sites__EditorTokenFile", $"/etc/secrets/{SecretTable.Editor.Group}/token"),
            .. DotNetService.Telemetry(context, Sites.Name),
        ],
        [PodParts.SecretMount(SecretTable.Editor), PodParts.SecretMount(SecretTable.Postgres)]);

    /// <summary>Brings tables and brands up to date; running pods see a new brand by themselves, so they do not read the file.</summary>
    private static V1Container Migrator(RenderContext context) => PodParts.Container(
        context,
        Sites,
        MigrationJob.Name,
        [
            .. Database(),
            PodParts.Variable("Sites__BrandsFile", $"{BrandsFolder}/{BrandsFile.FileName}"),
            .. DotNetService.Telemetry(context, MigrationJob.Name),
        ],
        [PodParts.Mount("brands", BrandsFolder, readOnly: true), PodParts.SecretMount(SecretTable.Postgres)]);

    private static IEnumerable<V1EnvVar> Database() =>
    [
        PodParts.Variable("Sites__Database__Host", ServiceTable.Postgres.ClusterHost),
        PodParts.Variable("Sites__Database__Name", "sites"),
        PodParts.Variable("Sites__Database__User", "sites"),
        PodParts.Variable("Sites__Database__PasswordFile", $"/etc/secrets/{SecretTable.Postgres.Group}/sites-password"),
    ];

    private static V1Volume Brands(V1ConfigMap brands) =>
        new() { Name = "brands", ConfigMap = new V1ConfigMapVolumeSource { Name = brands.Metadata.Name } };
}

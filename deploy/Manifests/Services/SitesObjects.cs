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
            MigrationJob.Of(context, Sites, Container(context, MigrationJob.Name), Volumes(brands)),
            .. DotNetService.Of(context, Sites, Container(context, Sites.Name), Volumes(brands)),
        ];
    }

    private static V1Container Container(RenderContext context, string name) => PodParts.Container(
        context,
        Sites,
        name,
        [
            PodParts.Variable("Sites__Database__Host", ServiceTable.Postgres.ClusterHost),
            PodParts.Variable("Sites__Database__Name", "sites"),
            PodParts.Variable("Sites__Database__User", "sites"),
            PodParts.Variable("Sites__Database__PasswordFile", $"/etc/secrets/{SecretTable.Postgres.Group}/sites-password"),
            PodParts.Variable("Sites__Cache__Redis", $"{ServiceTable.Redis.ClusterHost}:{ServiceTable.Redis.Port}"),
            PodParts.Variable("Sites__EditorTokenFile", $"/etc/secrets/{SecretTable.Editor.Group}/token"),
            PodParts.Variable("Sites__BrandsFile", $"{BrandsFolder}/{BrandsFile.FileName}"),
            .. DotNetService.Telemetry(context, name),
        ],
        [PodParts.Mount("brands", BrandsFolder, readOnly: true), PodParts.SecretMount(SecretTable.Editor), PodParts.SecretMount(SecretTable.Postgres)]);

    private static List<V1Volume> Volumes(V1ConfigMap brands) =>
    [
        new V1Volume { Name = "brands", ConfigMap = new V1ConfigMapVolumeSource { Name = brands.Metadata.Name } },
        PodParts.SecretVolume(SecretTable.Editor, Sites),
        PodParts.SecretVolume(SecretTable.Postgres, Sites),
    ];
}

using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>Media and the Job that makes its bucket before new pods start.</summary>
internal static class MediaObjects
{
    private const string Bucket = "media";

    private static ServiceEntry Media => ServiceTable.Media;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context)
    {
        var brands = BrandsFile.Of(context, Media);
        var keys = PodParts.SecretVolume(SecretTable.ObjectStorage, Media);
        return
        [
            brands,
            MigrationJob.Account(context, Media),
            MigrationJob.Of(context, Media, Container(context, MigrationJob.NameOf(Media), [], []), [keys, CertificateObjects.TrustVolume()]),
            .. DotNetService.Of(context, Media, Server(context), [BrandsFile.Volume(brands), keys, CertificateObjects.TrustVolume()]),
        ];
    }

    private static V1Container Server(RenderContext context) => Container(
        context,
        Media.Name,
        [
            PodParts.Variable("Media__Auth", $"http://{ServiceTable.Auth.ClusterHost}"),
            PodParts.Variable("Media__BrandsFile", BrandsFile.Path),
            .. context.Environment.ObjectStorage.Host is { } host
                ? [PodParts.Variable("Media__ObjectStore__PublicEndpoint", context.Environment.Address(host).AbsoluteUri)]
                : Array.Empty<V1EnvVar>(),
            // unpacked pictures go back to the system at once; left alone, the C library keeps some for every thread that ever held one
            PodParts.Variable("MALLOC_ARENA_MAX", "2"),
            PodParts.Variable("MALLOC_MMAP_THRESHOLD_", "1048576"),
        ],
        [BrandsFile.Mount()]);

    private static V1Container Container(RenderContext context, string name, V1EnvVar[] variables, V1VolumeMount[] mounts) => PodParts.Container(
        context,
        Media,
        name,
        [.. DotNetService.ObjectStore("Media", Bucket, SecretTable.ObjectStorage), .. variables, .. DotNetService.Telemetry(context, name)],
        [.. mounts, PodParts.SecretMount(SecretTable.ObjectStorage), CertificateObjects.TrustMount()]);
}

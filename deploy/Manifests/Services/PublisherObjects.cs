using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>Publisher and the Job that makes the bucket of copies before new pods start.</summary>
internal static class PublisherObjects
{
    /// <summary>The bucket that Publisher writes and Storefront reads.</summary>
    public const string Bucket = "sites";

    private static ServiceEntry Publisher => ServiceTable.Publisher;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context)
    {
        var keys = PodParts.SecretVolume(SecretTable.ObjectStorage, Publisher);
        var server = Container(
            context,
            Publisher.Name,
            [.. RedisClient.Variables(context, Publisher, ServiceTable.RedisQueue, "Publisher__Queue"), PodParts.Variable("Publisher__Sites", $"http://{ServiceTable.Sites.ClusterHost}")]);
        server.VolumeMounts.Add(PodParts.SecretMount(SecretTable.Redis));
        return
        [
            MigrationJob.Account(context, Publisher),
            MigrationJob.Of(context, Publisher, Container(context, MigrationJob.NameOf(Publisher)), [keys, CertificateObjects.TrustVolume()]),
            .. DotNetService.Of(context, Publisher, server, [keys, PodParts.SecretVolume(SecretTable.Redis, Publisher), CertificateObjects.TrustVolume()]),
        ];
    }

    private static V1Container Container(RenderContext context, string name, params V1EnvVar[] own) => PodParts.Container(
        context,
        Publisher,
        name,
        [.. DotNetService.ObjectStore("Publisher", Bucket, SecretTable.ObjectStorage), .. own, .. DotNetService.Telemetry(context, name)],
        [PodParts.SecretMount(SecretTable.ObjectStorage), CertificateObjects.TrustMount()]);
}

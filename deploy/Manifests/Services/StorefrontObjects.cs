using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>Storefront, which shows the brands' pages: Publisher's copies, else what Sites tells; and the editor of them.</summary>
internal static class StorefrontObjects
{
    private static ServiceEntry Storefront => ServiceTable.Storefront;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context)
    {
        var brands = BrandsFile.Of(context, Storefront);
        var container = PodParts.Container(
            context,
            Storefront,
            Storefront.Name,
            [
                PodParts.Variable("Storefront__Api", $"http://{ServiceTable.Gateway.ClusterHost}"),
                PodParts.Variable("Storefront__Sites", $"http://{ServiceTable.Sites.ClusterHost}"),
                PodParts.Variable("Storefront__BrandsFile", BrandsFile.Path),
                .. DotNetService.ObjectStore("Storefront", PublisherObjects.Bucket, SecretTable.ObjectStorageReader),
                .. DotNetService.Telemetry(context, Storefront.Name),
            ],
            [BrandsFile.Mount(), PodParts.SecretMount(SecretTable.ObjectStorageReader), CertificateObjects.TrustMount()]);
        return [brands, .. DotNetService.Of(context, Storefront, container, [BrandsFile.Volume(brands), PodParts.SecretVolume(SecretTable.ObjectStorageReader, Storefront), CertificateObjects.TrustVolume()])];
    }
}

using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>Storefront, which draws the brands' pages.</summary>
internal static class StorefrontObjects
{
    private static ServiceEntry Storefront => ServiceTable.Storefront;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context)
    {
        var container = PodParts.Container(
            context,
            Storefront,
            Storefront.Name,
            [PodParts.Variable("Storefront__Sites", $"http://{ServiceTable.Sites.ClusterHost}"), .. DotNetService.Telemetry(context, Storefront.Name)],
            []);
        return DotNetService.Of(context, Storefront, container, []);
    }
}

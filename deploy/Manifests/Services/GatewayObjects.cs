using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>Gateway, which leads the API of every brand to the services behind it.</summary>
internal static class GatewayObjects
{
    private static ServiceEntry Gateway => ServiceTable.Gateway;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context)
    {
        var brands = BrandsFile.Of(context, Gateway);
        var container = PodParts.Container(
            context,
            Gateway,
            Gateway.Name,
            [
                PodParts.Variable("Gateway__Auth", $"http://{ServiceTable.Auth.ClusterHost}"),
                PodParts.Variable("Gateway__Media", $"http://{ServiceTable.Media.ClusterHost}"),
                PodParts.Variable("Gateway__Sites", $"http://{ServiceTable.Sites.ClusterHost}"),
                PodParts.Variable("Gateway__BrandsFile", BrandsFile.Path),
                .. DotNetService.Telemetry(context, Gateway.Name),
            ],
            [BrandsFile.Mount()]);
        return [brands, .. DotNetService.Of(context, Gateway, container, [BrandsFile.Volume(brands)])];
    }
}

using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>A .NET service whose entry in the table says all there is to say.</summary>
internal static class PlainService
{
    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context, ServiceEntry service)
    {
        var settings = service.Settings!;
        var brands = settings.Any(setting => setting.ReadsBrands) ? BrandsFile.Of(context, service) : null;
        var routes = settings.Any(setting => setting.ReadsRoutes) ? RoutesFile.Of(context, service) : null;
        List<SecretEntry> secrets = [.. SecretTable.All.Where(secret => secret.Keys.Any(key => key.Readers.Contains(service)))];
        var container = PodParts.Container(
            context,
            service,
            service.Name,
            [.. settings.Select(setting => PodParts.Variable(setting.Name, setting.Value())), .. DotNetService.Telemetry(context, service.Name)],
            [.. brands is null ? [] : new[] { BrandsFile.Mount() }, .. routes is null ? [] : new[] { RoutesFile.Mount() }, .. secrets.Select(PodParts.SecretMount)]);
        return
        [
            .. brands is null ? [] : new[] { brands },
            .. routes is null ? [] : new[] { routes },
            .. DotNetService.Of(
                context,
                service,
                container,
                [
                    .. brands is null ? [] : new[] { BrandsFile.Volume(brands) },
                    .. routes is null ? [] : new[] { RoutesFile.Volume(routes) },
                    .. secrets.Select(secret => PodParts.SecretVolume(secret, service)),
                ]),
        ];
    }
}

using SiteBuilder.ServiceDefaults.Brands;

namespace SiteBuilder.Media.Http;

/// <summary>The brand of a request, by the hosts of the brands file.</summary>
internal static class MediaBrand
{
    public static RouteGroupBuilder NeedsBrand(this RouteGroupBuilder group) => group.NeedsBrand(
        (context, host) => ValueTask.FromResult(context.RequestServices.GetRequiredService<MediaSettings>().Brands.Find(host)), brand => brand.Name);

    public static string Brand(this HttpContext context) => context.BrandFound<BrandConfig>().Name;
}

using SiteBuilder.ServiceDefaults.Brands;

namespace SiteBuilder.Auth.Http;

/// <summary>The brand of a request, by the hosts of the brands file.</summary>
internal static class AuthBrand
{
    public static RouteGroupBuilder NeedsBrand(this RouteGroupBuilder group) => group.NeedsBrand(
        (context, host) => ValueTask.FromResult(context.RequestServices.GetRequiredService<AuthSettings>().Brands.Find(host)), brand => brand.Name);

    public static string Brand(this HttpContext context) => context.BrandFound<BrandConfig>().Name;
}

using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.Sites.Brands;

namespace SiteBuilder.Sites.Http;

/// <summary>The brand of a request, by the hosts of the database.</summary>
internal static class SitesBrand
{
    public static RouteGroupBuilder NeedsBrand(this RouteGroupBuilder group) => group.NeedsBrand(
        (context, host) => context.RequestServices.GetRequiredService<BrandDirectory>().FindAsync(host, context.RequestAborted), brand => brand.Name);

    public static BrandHome Brand(this HttpContext context) => context.BrandFound<BrandHome>();
}

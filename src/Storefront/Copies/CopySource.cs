using SiteBuilder.Rendering;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Metrics;
using SiteBuilder.Storefront.Serving;

namespace SiteBuilder.Storefront.Copies;

/// <summary>Finds the copy of what a visitor asks for; none where the platform has no object store, and then every page is drawn when it is asked for.</summary>
/// <param name="copies">The copies, or null.</param>
/// <param name="brands">The brands and their hosts.</param>
/// <param name="count">Counts the answers.</param>
internal sealed class CopySource(SiteCopies? copies, BrandHosts brands, AnswerCount count)
{
    /// <summary>The copy; null where there is none.</summary>
    public async Task<HtmlDocument?> FindAsync(HttpContext context, string path)
    {
        if (copies is null || brands.Find(context.Request.Host.Host) is not { } brand)
        {
            return null;
        }

        var (site, slug) = SitePath.Parse(path);
        var copy = await copies.FindAsync(brand.Name, site, slug, context.RequestAborted);
        if (copy is not null)
        {
            context.SetBrand(brand.Name);
            count.Of("copy");
        }

        return copy;
    }
}

using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Pages;

/// <summary>The rows of a page. Every query about pages goes through here, so that none forgets the brand.</summary>
internal static class PageRows
{
    public static IQueryable<Page> Of(this IQueryable<Page> pages, string brand, string site) => pages.Where(page => page.Brand == brand && page.Site == site);

    public static IQueryable<Page> At(this IQueryable<Page> pages, PageAddress at) => pages.Of(at.Brand.Name, at.Site).Where(page => page.Slug == at.Slug);

    public static IQueryable<PageVersion> At(this IQueryable<PageVersion> versions, PageAddress at) =>
        versions.Where(version => version.Brand == at.Brand.Name && version.Site == at.Site && version.Slug == at.Slug);
}

using Microsoft.EntityFrameworkCore;
using SiteBuilder.Sites.Brands;
using SiteBuilder.Sites.Pages;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Publishing;

/// <summary>What visitors see of a brand: from the cache, else from the database.</summary>
public sealed class PublishedSite(SitesDatabase database, PublishedCache cache)
{
    /// <summary>The published page of a slug, within its brand.</summary>
    public Task<PublishedAnswer> ReadAsync(BrandView brand, string slug, CancellationToken cancellationToken) =>
        cache.GetOrReadAsync(brand.Name, slug, () => FromDatabaseAsync(brand, slug, cancellationToken));

    private async Task<PublishedAnswer> FromDatabaseAsync(BrandView brand, string slug, CancellationToken cancellationToken)
    {
        var published = database.Pages.AsNoTracking().Where(page => page.Brand == brand.Name && page.PublishedVersion != null);
        var navigation = await published
            .OrderBy(page => page.Slug == Slug.Home ? 0 : 1).ThenBy(page => page.PublishedTitle).ThenBy(page => page.Slug)
            .Select(page => new NavigationItem(page.Slug, page.PublishedTitle!))
            .ToListAsync(cancellationToken);
        var page = await published.SingleOrDefaultAsync(page => page.Slug == slug, cancellationToken);
        return new PublishedAnswer(brand, navigation, page?.Published());
    }
}

using Microsoft.EntityFrameworkCore;
using SiteBuilder.Sites.Brands;
using SiteBuilder.Sites.Pages;
using SiteBuilder.Sites.Sharding;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Publishing;

/// <summary>What visitors see of a brand: from the cache, else from its shard.</summary>
internal sealed class PublishedSite(Shards shards, PublishedCache cache)
{
    /// <summary>What is published at a path of the brand's hosts; a site that does not exist is answered for by the main one, without a page.</summary>
    public Task<PublishedAnswer> ReadAsync(BrandHome brand, string path, CancellationToken cancellationToken) =>
        cache.GetOrReadAsync(brand.Name, path, () => FromDatabaseAsync(brand, path, cancellationToken));

    private async Task<PublishedAnswer> FromDatabaseAsync(BrandHome brand, string path, CancellationToken cancellationToken)
    {
        var (name, slug) = SitePath.Parse(path);
        await using var database = shards.Open(brand.Shard);
        var sites = await database.Sites.AsNoTracking()
            .Where(site => site.Brand == brand.Name && (site.Name == name || site.Name == Site.Main)).ToListAsync(cancellationToken);
        var site = sites.SingleOrDefault(site => site.Name == name);
        var shown = site ?? sites.Single(site => site.Name == Site.Main);
        var published = database.Pages.AsNoTracking().Of(brand.Name, shown.Name).Where(page => page.PublishedVersion != null);
        var navigation = await published
            .OrderBy(page => page.Slug == Slug.Home ? 0 : 1).ThenBy(page => page.PublishedTitle).ThenBy(page => page.Slug)
            .Select(page => new { page.Slug, page.PublishedTitle })
            .ToListAsync(cancellationToken);
        var page = site is null ? null : await published.SingleOrDefaultAsync(page => page.Slug == slug, cancellationToken);
        return new PublishedAnswer(
            new BrandView(brand.Name, shown.Title ?? brand.View.Title, shown.Theme ?? brand.View.Theme),
            shown.Name,
            SitePath.Of(shown.Name),
            [.. navigation.Select(item => new NavigationItem(item.Slug, item.PublishedTitle!, SitePath.Of(shown.Name, item.Slug)))],
            page?.Published());
    }
}

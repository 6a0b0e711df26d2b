using Microsoft.EntityFrameworkCore;
using SiteBuilder.ServiceDefaults.Brands;
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
        var navigation = await NavigationAsync(database, shown, cancellationToken);
        var page = site is null ? null : await Published(database, shown).SingleOrDefaultAsync(page => page.Slug == slug, cancellationToken);
        return new PublishedAnswer(Face(brand.View, shown), shown.Name, SitePath.Of(shown.Name), navigation, page?.Published());
    }

    /// <summary>All that visitors see of a site; null where there is none.</summary>
    public async Task<SiteCopy?> CopyAsync(BrandHome brand, string name, CancellationToken cancellationToken)
    {
        await using var database = shards.Open(brand.Shard);
        // one moment for all of it
        await using var transaction = await database.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        if (await database.Sites.AsNoTracking().SingleOrDefaultAsync(site => site.Brand == brand.Name && site.Name == name, cancellationToken) is not { } site)
        {
            return null;
        }

        // not from the directory, which may be some seconds old: nobody orders this copy again
        var now = await database.Brands.Where(row => row.Name == brand.Name).Select(row => new BrandView(row.Name, row.Title, row.Theme)).SingleAsync(cancellationToken);
        var hosts = await database.Hosts.Where(host => host.Brand == brand.Name).Select(host => host.Host).Order().ToListAsync(cancellationToken);
        var pages = await Published(database, site).OrderBy(page => page.Slug).ToListAsync(cancellationToken);
        return new SiteCopy(
            Face(now, site), site.Name, SitePath.Of(site.Name), hosts, await NavigationAsync(database, site, cancellationToken), [.. pages.Select(page => page.Published()!)]);
    }

    private static IQueryable<Page> Published(SitesDatabase database, Site site) =>
        database.Pages.AsNoTracking().Of(site.Brand, site.Name).Where(page => page.PublishedVersion != null);

    private static async Task<IReadOnlyList<NavigationItem>> NavigationAsync(SitesDatabase database, Site site, CancellationToken cancellationToken)
    {
        var pages = await Published(database, site)
            .OrderBy(page => page.Slug == Slug.Home ? 0 : 1).ThenBy(page => page.PublishedTitle).ThenBy(page => page.Slug)
            .Select(page => new { page.Slug, page.PublishedTitle })
            .ToListAsync(cancellationToken);
        return [.. pages.Select(page => new NavigationItem(page.Slug, page.PublishedTitle!, SitePath.Of(site.Name, page.Slug)))];
    }

    private static BrandView Face(BrandView brand, Site site) => new(brand.Name, site.Title ?? brand.Title, site.Theme ?? brand.Theme);
}

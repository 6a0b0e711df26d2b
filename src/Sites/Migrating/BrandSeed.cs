using Microsoft.EntityFrameworkCore;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.Sites.Pages;
using SiteBuilder.Sites.Pages.Blocks;
using SiteBuilder.Sites.Sharding;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Migrating;

/// <summary>
/// Makes the brands what the brands file says and gives each its main site, with a home page if it has none. Pages are never changed, and a
/// brand that left the file keeps its pages.
/// </summary>
internal sealed class BrandSeed(SitesDatabase database, TimeProvider clock)
{
    /// <summary>The brands of each shard: where the map puts them, or where a move has led them since.</summary>
    public static async Task<ILookup<string, BrandConfig>> PlacesAsync(Shards shards, IReadOnlyList<BrandConfig> brands, CancellationToken cancellationToken)
    {
        List<(string Shard, BrandConfig Brand)> places = [];
        foreach (var brand in brands)
        {
            places.Add((await BrandPlace.FindAsync(shards, brand.Name, cancellationToken), brand));
        }

        return places.ToLookup(place => place.Shard, place => place.Brand);
    }

    /// <summary>Applies the brands in one transaction.</summary>
    /// <returns>How many home pages were written.</returns>
    public async Task<int> ApplyAsync(IReadOnlyList<BrandConfig> brands, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await FreeHostsAsync(brands, cancellationToken);

        var homes = 0;
        foreach (var config in brands)
        {
            await UpsertAsync(config, cancellationToken);
            await SeedMainAsync(config, cancellationToken);
            homes += await SeedHomeAsync(config, cancellationToken);
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return homes;
    }

    /// <summary>Hosts move between brands in any order, so first those that the file speaks of are taken from everybody.</summary>
    private Task<int> FreeHostsAsync(IReadOnlyList<BrandConfig> brands, CancellationToken cancellationToken)
    {
        var names = brands.Select(brand => brand.Name).ToArray();
        var hosts = brands.SelectMany(Hosts).ToArray();
        return database.Hosts.Where(row => names.Contains(row.Brand) || hosts.Contains(row.Host)).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task UpsertAsync(BrandConfig config, CancellationToken cancellationToken)
    {
        var brand = await database.Brands.SingleOrDefaultAsync(row => row.Name == config.Name, cancellationToken);
        if (brand is null)
        {
            brand = new Brand { Name = config.Name, Title = config.Title, Theme = config.Theme };
            database.Brands.Add(brand);
        }

        if (brand.Title != config.Title || brand.Theme != config.Theme)
        {
            var sites = await database.Sites.Where(site => site.Brand == config.Name).Select(site => site.Name).ToListAsync(cancellationToken);
            database.Orders.AddRange(sites.Select(site => new PublishOrder { Brand = config.Name, Site = site }));
        }

        brand.Title = config.Title;
        brand.Theme = config.Theme;
        database.Hosts.AddRange(Hosts(config).Select(host => new BrandHost { Host = host, Brand = config.Name }));
    }

    private async Task SeedMainAsync(BrandConfig config, CancellationToken cancellationToken)
    {
        if (!await database.Sites.AnyAsync(site => site.Brand == config.Name && site.Name == Site.Main, cancellationToken))
        {
            database.Sites.Add(new Site { Brand = config.Name, Name = Site.Main, Version = 1 });
        }
    }

    private async Task<int> SeedHomeAsync(BrandConfig config, CancellationToken cancellationToken)
    {
        if (await database.Pages.Of(config.Name, Site.Main).AnyAsync(page => page.Slug == Slug.Home, cancellationToken))
        {
            return 0;
        }

        var now = clock.GetUtcNow();
        var home = new Page
        {
            Brand = config.Name,
            Site = Site.Main,
            Slug = Slug.Home,
            Title = $"Welcome to {config.Title}",
            Blocks =
            [
                new TextBlock($"This is the home page of {config.Title}. It was put here when the brand was set up, and waits for your words."),
                new HeadingBlock("Make it yours"),
                new TextBlock("Write a draft through the API, look at it, and publish it. Visitors see a change the moment it is published, never before."),
            ],
            Version = 1,
            ChangedAt = now,
        };
        home.Publish(now);
        database.Pages.Add(home);
        database.Versions.Add(home.Snapshot(by: null));
        database.Orders.Add(new PublishOrder { Brand = config.Name, Site = Site.Main });
        return 1;
    }

    private static IEnumerable<string> Hosts(BrandConfig brand) => brand.Hosts.Select(host => host.ToLowerInvariant());
}

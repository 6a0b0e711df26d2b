using Microsoft.EntityFrameworkCore;
using SiteBuilder.Sites.Brands;
using SiteBuilder.Sites.Pages;
using SiteBuilder.Sites.Publishing;
using SiteBuilder.Sites.Sharding;
using SiteBuilder.Sites.Storage;
using Result = SiteBuilder.Sites.Editing.WriteResult<SiteBuilder.Sites.Pages.SiteView>;

namespace SiteBuilder.Sites.Editing;

/// <summary>Makes, changes and removes sites of a brand.</summary>
internal sealed class SiteEditor(Shards shards, PublishedCache cache, PublishOrders orders)
{
    /// <summary>Writes a site, new or over the version that the writer has seen.</summary>
    public async Task<Result> WriteAsync(BrandHome brand, string name, SiteContent content, Precondition seen, CancellationToken cancellationToken)
    {
        await using var database = shards.Open(brand.Shard);
        var site = await FindAsync(database, brand, name, cancellationToken);
        if (site is null)
        {
            if (seen.MustExist)
            {
                return new Result.Conflict(null);
            }

            site = new Site { Brand = brand.Name, Name = name, Title = content.Title, Theme = content.Theme, Version = 1 };
            database.Sites.Add(site);
            return await SaveAsync(database, brand, name, new Result.Created(site.View(), site.Version), cancellationToken);
        }

        if (!seen.MustExist && !seen.MustBeNew)
        {
            return new Result.VersionNeeded(site.Version);
        }

        if (!seen.Allows(site.Version))
        {
            return new Result.Conflict(site.Version);
        }

        site.Title = content.Title;
        site.Theme = content.Theme;
        site.Version++;
        return await SaveAsync(database, brand, name, new Result.Changed(site.View(), site.Version), cancellationToken);
    }

    /// <summary>Removes a site and its pages.</summary>
    public async Task<Result> DeleteAsync(BrandHome brand, string name, Precondition seen, CancellationToken cancellationToken)
    {
        if (name == Site.Main)
        {
            return new Result.Stays();
        }

        await using var database = shards.Open(brand.Shard);
        if (await FindAsync(database, brand, name, cancellationToken) is not { } site)
        {
            return new Result.Missing();
        }

        if (!seen.Allows(site.Version))
        {
            return new Result.Conflict(site.Version);
        }

        database.Sites.Remove(site);
        return await SaveAsync(database, brand, name, new Result.Deleted(), cancellationToken);
    }

    private async Task<Result> SaveAsync(SitesDatabase database, BrandHome brand, string name, Result success, CancellationToken cancellationToken)
    {
        orders.Add(database, brand.Name, name);
        if (await database.TrySaveAsync(brand.Name, cancellationToken))
        {
            await cache.ForgetAsync(brand.Name);
            orders.Saved();
            return success;
        }

        await using var again = shards.Open(brand.Shard);
        return new Result.Conflict((await FindAsync(again, brand, name, cancellationToken))?.Version);
    }

    private static Task<Site?> FindAsync(SitesDatabase database, BrandHome brand, string name, CancellationToken cancellationToken) =>
        database.Sites.SingleOrDefaultAsync(site => site.Brand == brand.Name && site.Name == name, cancellationToken);
}

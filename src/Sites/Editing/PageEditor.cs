using Microsoft.EntityFrameworkCore;
using SiteBuilder.Sites.Pages;
using SiteBuilder.Sites.Publishing;
using SiteBuilder.Sites.Sharding;
using SiteBuilder.Sites.Storage;
using Result = SiteBuilder.Sites.Editing.WriteResult<SiteBuilder.Sites.Pages.PageView>;

namespace SiteBuilder.Sites.Editing;

/// <summary>Writes pages. Two writers that have seen the same version cannot both win: the second is told.</summary>
internal sealed class PageEditor(Shards shards, PublishedCache cache, PublishOrders orders, TimeProvider clock)
{
    /// <summary>Writes a draft, new or over the version that the writer has seen.</summary>
    public async Task<Result> WriteAsync(PageAddress at, PageContent content, Edit edit, CancellationToken cancellationToken)
    {
        await using var database = shards.Open(at.Brand.Shard);
        var page = await database.Pages.At(at).SingleOrDefaultAsync(cancellationToken);
        if (page is null)
        {
            return edit.Seen.MustExist ? new Result.Conflict(null) : await CreateAsync(database, at, content, edit, cancellationToken);
        }

        if (!edit.Seen.MustExist && !edit.Seen.MustBeNew)
        {
            return new Result.VersionNeeded(page.Version);
        }

        return edit.Seen.Allows(page.Version)
            ? await ChangeAsync(database, at, page, content, edit, cancellationToken)
            : new Result.Conflict(page.Version);
    }

    /// <summary>Makes the draft what it was at a version of its history; that is a new version.</summary>
    public Task<Result> RollBackAsync(PageAddress at, int version, Edit edit, CancellationToken cancellationToken) =>
        OnExistingAsync(at, edit, async (database, page) =>
        {
            var then = await database.Versions.AsNoTracking().At(at).SingleOrDefaultAsync(row => row.Version == version, cancellationToken);
            return then is null
                ? new Result.NoVersion(version)
                : await ChangeAsync(database, at, page, new PageContent(then.Title, then.Blocks), edit, cancellationToken);
        }, cancellationToken);

    /// <summary>Shows the draft to visitors.</summary>
    public Task<Result> PublishAsync(PageAddress at, Edit edit, CancellationToken cancellationToken) =>
        ShowAsync(at, edit, page => page.Publish(clock.GetUtcNow()), cancellationToken);

    /// <summary>Takes a page away from visitors; the draft stays.</summary>
    public async Task<Result> UnpublishAsync(PageAddress at, Edit edit, CancellationToken cancellationToken) =>
        at.Slug == Slug.Home ? new Result.Stays() : await ShowAsync(at, edit, page => page.Unpublish(), cancellationToken);

    /// <summary>Removes a page: draft, published copy, history and what its forms brought in.</summary>
    public async Task<Result> DeleteAsync(PageAddress at, Edit edit, CancellationToken cancellationToken) =>
        at.Slug == Slug.Home
            ? new Result.Stays()
            : await OnExistingAsync(at, edit, async (database, page) =>
            {
                database.Pages.Remove(page);
                return await SaveShownAsync(database, at, new Result.Deleted(), cancellationToken);
            }, cancellationToken);

    private async Task<Result> CreateAsync(SitesDatabase database, PageAddress at, PageContent content, Edit edit, CancellationToken cancellationToken)
    {
        if (!await database.Sites.AnyAsync(site => site.Brand == at.Brand.Name && site.Name == at.Site, cancellationToken))
        {
            return new Result.NoSite();
        }

        var page = new Page
        {
            Brand = at.Brand.Name,
            Site = at.Site,
            Slug = at.Slug,
            Title = content.Title,
            Blocks = content.Blocks,
            Version = 1,
            ChangedAt = clock.GetUtcNow(),
        };
        database.Pages.Add(page);
        database.Versions.Add(page.Snapshot(edit.By));
        return await SaveAsync(database, at, new Result.Created(page.Draft(), page.Version), cancellationToken);
    }

    private async Task<Result> ChangeAsync(
        SitesDatabase database, PageAddress at, Page page, PageContent content, Edit edit, CancellationToken cancellationToken)
    {
        page.Title = content.Title;
        page.Blocks = content.Blocks;
        page.Version++;
        page.ChangedAt = clock.GetUtcNow();
        database.Versions.Add(page.Snapshot(edit.By));
        database.Versions.RemoveRange(await database.Versions.At(at).Where(row => row.Version <= page.Version - PageVersion.Kept).ToListAsync(cancellationToken));
        return await SaveAsync(database, at, new Result.Changed(page.Draft(), page.Version), cancellationToken);
    }

    private Task<Result> ShowAsync(PageAddress at, Edit edit, Action<Page> change, CancellationToken cancellationToken) =>
        OnExistingAsync(at, edit, (database, page) =>
        {
            change(page);
            return SaveShownAsync(database, at, new Result.Changed(page.Draft(), page.Version), cancellationToken);
        }, cancellationToken);

    private async Task<Result> OnExistingAsync(
        PageAddress at, Edit edit, Func<SitesDatabase, Page, Task<Result>> change, CancellationToken cancellationToken)
    {
        await using var database = shards.Open(at.Brand.Shard);
        return await database.Pages.At(at).SingleOrDefaultAsync(cancellationToken) switch
        {
            null => new Result.Missing(),
            var page when !edit.Seen.Allows(page.Version) => new Result.Conflict(page.Version),
            var page => await change(database, page),
        };
    }

    private async Task<Result> SaveShownAsync(SitesDatabase database, PageAddress at, Result success, CancellationToken cancellationToken)
    {
        orders.Add(database, at.Brand.Name, at.Site);
        var result = await SaveAsync(database, at, success, cancellationToken);
        await cache.ForgetAsync(at.Brand.Name);
        orders.Saved();
        return result;
    }

    private async Task<Result> SaveAsync(SitesDatabase database, PageAddress at, Result success, CancellationToken cancellationToken) =>
        await database.TrySaveAsync(at.Brand.Name, cancellationToken)
            ? success
            : new Result.Conflict(await CurrentVersionAsync(at, cancellationToken));

    private async Task<int?> CurrentVersionAsync(PageAddress at, CancellationToken cancellationToken)
    {
        await using var database = shards.Open(at.Brand.Shard);
        return await database.Pages.AsNoTracking().At(at).Select(row => (int?)row.Version).SingleOrDefaultAsync(cancellationToken);
    }
}

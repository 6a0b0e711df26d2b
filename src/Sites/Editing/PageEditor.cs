using Microsoft.EntityFrameworkCore;
using Npgsql;
using SiteBuilder.Sites.Brands;
using SiteBuilder.Sites.Pages;
using SiteBuilder.Sites.Publishing;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Editing;

/// <summary>Writes pages of one brand. Two writers that have seen the same version cannot both win: the second is told.</summary>
public sealed class PageEditor(SitesDatabase database, PublishedCache cache, TimeProvider clock)
{
    /// <summary>Writes a draft, new or over the version that the writer has seen.</summary>
    public async Task<WriteResult> WriteAsync(BrandView brand, string slug, PageContent content, Precondition seen, CancellationToken cancellationToken)
    {
        var page = await FindAsync(brand, slug, cancellationToken);
        if (page is null)
        {
            return seen.MustExist ? new WriteResult.Conflict(null) : await CreateAsync(brand, slug, content, cancellationToken);
        }

        if (!seen.MustExist && !seen.MustBeNew)
        {
            return new WriteResult.VersionNeeded(page.Version);
        }

        if (!seen.Allows(page.Version))
        {
            return new WriteResult.Conflict(page.Version);
        }

        page.Title = content.Title;
        page.Blocks = content.Blocks;
        page.Version++;
        page.ChangedAt = clock.GetUtcNow();
        return await SaveAsync(page, new WriteResult.Changed(page.Draft()), cancellationToken);
    }

    /// <summary>Shows the draft to visitors.</summary>
    public Task<WriteResult> PublishAsync(BrandView brand, string slug, Precondition seen, CancellationToken cancellationToken) =>
        OnExistingAsync(brand, slug, seen, page =>
        {
            page.Publish(clock.GetUtcNow());
            return new WriteResult.Changed(page.Draft());
        }, cancellationToken);

    /// <summary>Removes a page, draft and published copy.</summary>
    public async Task<WriteResult> DeleteAsync(BrandView brand, string slug, Precondition seen, CancellationToken cancellationToken) =>
        slug == Slug.Home
            ? new WriteResult.HomeStays()
            : await OnExistingAsync(brand, slug, seen, page =>
            {
                database.Pages.Remove(page);
                return new WriteResult.Deleted();
            }, cancellationToken);

    private async Task<WriteResult> OnExistingAsync(
        BrandView brand, string slug, Precondition seen, Func<Page, WriteResult> change, CancellationToken cancellationToken)
    {
        var page = await FindAsync(brand, slug, cancellationToken);
        if (page is null)
        {
            return new WriteResult.Missing();
        }

        if (!seen.Allows(page.Version))
        {
            return new WriteResult.Conflict(page.Version);
        }

        var result = await SaveAsync(page, change(page), cancellationToken);
        await cache.ForgetAsync(brand.Name);
        return result;
    }

    private Task<Page?> FindAsync(BrandView brand, string slug, CancellationToken cancellationToken) =>
        database.Pages.SingleOrDefaultAsync(page => page.Brand == brand.Name && page.Slug == slug, cancellationToken);

    private async Task<WriteResult> CreateAsync(BrandView brand, string slug, PageContent content, CancellationToken cancellationToken)
    {
        var page = new Page
        {
            Brand = brand.Name,
            Slug = slug,
            Title = content.Title,
            Blocks = content.Blocks,
            Version = 1,
            ChangedAt = clock.GetUtcNow(),
        };
        database.Pages.Add(page);
        return await SaveAsync(page, new WriteResult.Created(page.Draft()), cancellationToken);
    }

    private async Task<WriteResult> SaveAsync(Page page, WriteResult success, CancellationToken cancellationToken)
    {
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return success;
        }
        catch (DbUpdateException problem) when (problem is DbUpdateConcurrencyException || IsTaken(problem))
        {
            return new WriteResult.Conflict(await CurrentVersionAsync(page, cancellationToken));
        }
    }

    private static bool IsTaken(DbUpdateException problem) =>
        problem.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    private Task<int?> CurrentVersionAsync(Page page, CancellationToken cancellationToken) => database.Pages.AsNoTracking()
        .Where(row => row.Brand == page.Brand && row.Slug == page.Slug)
        .Select(row => (int?)row.Version)
        .SingleOrDefaultAsync(cancellationToken);
}

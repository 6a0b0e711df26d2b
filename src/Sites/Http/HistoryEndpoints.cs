using Microsoft.EntityFrameworkCore;
using SiteBuilder.ServiceDefaults.Documents;
using SiteBuilder.ServiceDefaults.Input;
using SiteBuilder.Sites.Editing;
using SiteBuilder.Sites.Pages;
using SiteBuilder.Sites.Sharding;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Http;

/// <summary>What drafts were, for those who may see drafts, and the way back.</summary>
internal static class HistoryEndpoints
{
    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup("/api/sites/{site}/pages/{slug}").NeedsBrand().NeedsTokenToWrite();
        page.MapGet("/versions", ListAsync).Does("Lists the kept versions of the draft, with a token.").Gives<VersionList>().Refuses(404);
        page.MapGet("/versions/{version:int}", ReadAsync).Does("Reads the draft as it was at a version, with a token.").Gives<PageView>().Refuses(404);
        page.MapPost("/rollback", RollBackAsync).Does("Makes the draft what it was at a version, as a new one.")
            .Takes<RollBackBody>().Gives<PageView>().Refuses(401, 403, 404, 412);
    }

    private static Task<IResult> ListAsync(string site, string slug, HttpContext context, Shards shards, CancellationToken cancellationToken) =>
        OnPageAsync(site, slug, context, shards, async (database, at, page) => TypedResults.Ok(new VersionList(slug, page.PublishedVersion,
            await database.Versions.AsNoTracking().At(at).OrderByDescending(row => row.Version)
                .Select(row => new VersionView(row.Version, row.Title, row.ChangedAt, row.ChangedBy)).ToListAsync(cancellationToken))), cancellationToken);

    private static Task<IResult> ReadAsync(string site, string slug, int version, HttpContext context, Shards shards, CancellationToken cancellationToken) =>
        OnPageAsync(site, slug, context, shards, async (database, at, page) =>
            await database.Versions.AsNoTracking().At(at).SingleOrDefaultAsync(row => row.Version == version, cancellationToken) is { } then
                ? TypedResults.Ok(new PageView(slug, then.Title, then.Blocks, then.Version, page.PublishedVersion, then.ChangedAt))
                : at.Answer(new WriteResult<PageView>.NoVersion(version), context), cancellationToken);

    private static Task<IResult> RollBackAsync(string site, string slug, HttpContext context, PageEditor editor, CancellationToken cancellationToken) =>
        InputBody.ReadAsync(context, "an object with 'version'", async body =>
        {
            var problems = new InputProblems();
            var wanted = InputObject.Of(body, "an object with 'version'", problems);
            wanted?.Knows("version");
            var version = wanted?.Number("version", 1, int.MaxValue) ?? 0;
            var at = new PageAddress(context.Brand(), site, slug);
            return problems.None
                ? at.Answer(await editor.RollBackAsync(at, version, context.Edit(), cancellationToken), context)
                : problems.ToAnswer("The page was not rolled back");
        });

    private static async Task<IResult> OnPageAsync(
        string site, string slug, HttpContext context, Shards shards, Func<SitesDatabase, PageAddress, Page, Task<IResult>> answer, CancellationToken cancellationToken)
    {
        var at = new PageAddress(context.Brand(), site, slug);
        await using var database = shards.Open(at.Brand.Shard);
        return context.SeesDrafts() && await database.Pages.AsNoTracking().At(at).SingleOrDefaultAsync(cancellationToken) is { } page
            ? await answer(database, at, page)
            : Answers.Missing(context, "page", slug);
    }
}

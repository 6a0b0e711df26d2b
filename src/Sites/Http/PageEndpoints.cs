using Microsoft.EntityFrameworkCore;
using SiteBuilder.ServiceDefaults.Documents;
using SiteBuilder.ServiceDefaults.Input;
using SiteBuilder.ServiceDefaults.Tokens;
using SiteBuilder.Sites.Editing;
using SiteBuilder.Sites.Pages;
using SiteBuilder.Sites.Sharding;

namespace SiteBuilder.Sites.Http;

/// <summary>The API for editors and their tools: pages of the brand whose host is asked.</summary>
internal static class PageEndpoints
{
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/api/sites/{site}/pages").NeedsBrand().NeedsTokenToWrite();
        pages.MapGet("/", ListAsync).Does("Lists the pages of a site; drafts with a token only.").Gives<PageList>().Refuses(404);
        pages.MapGet("/{slug}", ReadAsync).Does("Reads a page: the draft with a token, else what is published.").Gives<PageView>().Refuses(404);
        pages.MapPut("/{slug}", WriteAsync).Does("Writes the draft of a page, new or over the version named by If-Match.")
            .Takes<PageContent>().Gives<PageView>().Gives<PageView>(201).Refuses(401, 403, 404, 412, 428);
        pages.MapDelete("/{slug}", (string site, string slug, HttpContext context, PageEditor editor) =>
            EditAsync(site, slug, context, editor.DeleteAsync)).Does("Removes a page and its history.").Refuses(401, 403, 404, 409, 412);
        pages.MapPost("/{slug}/publish", (string site, string slug, HttpContext context, PageEditor editor) =>
            EditAsync(site, slug, context, editor.PublishAsync)).Does("Shows the draft to visitors.").Gives<PageView>().Refuses(401, 403, 404, 412);
        pages.MapPost("/{slug}/unpublish", (string site, string slug, HttpContext context, PageEditor editor) =>
            EditAsync(site, slug, context, editor.UnpublishAsync)).Does("Takes a page away from visitors.").Gives<PageView>().Refuses(401, 403, 404, 409, 412);
    }

    /// <summary>Who writes, and over what.</summary>
    public static Edit Edit(this HttpContext context) => new(Precondition.Of(context.Request), context.TryUser(out var user) ? user : null);

    /// <summary>What a write of a page led to.</summary>
    public static IResult Answer(this PageAddress at, WriteResult<PageView> result, HttpContext context) => Answers.Of(result, context, "page", at.Slug, at.Path);

    private static async Task<IResult> ListAsync(string site, HttpContext context, Shards shards, CancellationToken cancellationToken)
    {
        var brand = context.Brand();
        await using var database = shards.Open(brand.Shard);
        if (!await database.Sites.AnyAsync(row => row.Brand == brand.Name && row.Name == site, cancellationToken))
        {
            return Answers.NoSite(context, site);
        }

        var pages = database.Pages.AsNoTracking().Of(brand.Name, site).OrderBy(page => page.Slug);
        var summaries = context.SeesDrafts()
            ? pages.Select(page => new PageSummary(page.Slug, page.Title, page.Version, page.PublishedVersion))
            : pages.Where(page => page.PublishedVersion != null)
                .Select(page => new PageSummary(page.Slug, page.PublishedTitle!, page.PublishedVersion!.Value, page.PublishedVersion));
        return TypedResults.Ok(new PageList(brand.Name, site, await summaries.ToListAsync(cancellationToken)));
    }

    private static async Task<IResult> ReadAsync(string site, string slug, HttpContext context, Shards shards, CancellationToken cancellationToken)
    {
        var at = new PageAddress(context.Brand(), site, slug);
        await using var database = shards.Open(at.Brand.Shard);
        var page = await database.Pages.AsNoTracking().At(at).SingleOrDefaultAsync(cancellationToken);
        var editor = context.SeesDrafts();
        if ((editor ? page?.Draft() : page?.Published()) is not { } view)
        {
            return Answers.Missing(context, "page", slug);
        }

        // the tag of a draft serves as If-Match; the one of a published page must not
        context.Response.Headers.ETag = editor ? Precondition.DraftTag(view.Version) : $"\"published-{view.Version}\"";
        return TypedResults.Ok(view);
    }

    private static Task<IResult> WriteAsync(string site, string slug, HttpContext context, PageEditor editor, CancellationToken cancellationToken) =>
        InputBody.ReadAsync(context, "an object with 'title' and 'blocks'", async body =>
        {
            var content = PageReader.Read(body, out var problems);
            if (Slug.Problem(slug) is { } problem)
            {
                problems.Add("slug", problem);
            }

            var at = new PageAddress(context.Brand(), site, slug);
            return content is null || !problems.None
                ? problems.ToAnswer("The page was not saved")
                : at.Answer(await editor.WriteAsync(at, content, context.Edit(), cancellationToken), context);
        });

    private static async Task<IResult> EditAsync(
        string site, string slug, HttpContext context, Func<PageAddress, Edit, CancellationToken, Task<WriteResult<PageView>>> edit)
    {
        var at = new PageAddress(context.Brand(), site, slug);
        return at.Answer(await edit(at, context.Edit(), context.RequestAborted), context);
    }
}

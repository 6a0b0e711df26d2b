using Microsoft.EntityFrameworkCore;
using SiteBuilder.ServiceDefaults.Input;
using SiteBuilder.Sites.Editing;
using SiteBuilder.Sites.Pages;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Http;

/// <summary>The API for editors and their tools: pages of the brand whose host is asked.</summary>
internal static class PageEndpoints
{
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/api/pages").NeedsBrand().NeedsTokenToWrite();
        pages.MapGet("/", ListAsync);
        pages.MapGet("/{slug}", ReadAsync);
        pages.MapPut("/{slug}", WriteAsync);
        pages.MapDelete("/{slug}", DeleteAsync);
        pages.MapPost("/{slug}/publish", PublishAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, SitesDatabase database, CancellationToken cancellationToken)
    {
        var brand = context.Brand();
        var pages = database.Pages.AsNoTracking().Where(page => page.Brand == brand.Name).OrderBy(page => page.Slug);
        var summaries = context.SeesDrafts()
            ? pages.Select(page => new PageSummary(page.Slug, page.Title, page.Version, page.PublishedVersion))
            : pages.Where(page => page.PublishedVersion != null)
                .Select(page => new PageSummary(page.Slug, page.PublishedTitle!, page.PublishedVersion!.Value, page.PublishedVersion));
        return TypedResults.Ok(new PageList(brand.Name, await summaries.ToListAsync(cancellationToken)));
    }

    private static async Task<IResult> ReadAsync(string slug, HttpContext context, SitesDatabase database, CancellationToken cancellationToken)
    {
        var brand = context.Brand();
        var page = await database.Pages.AsNoTracking().SingleOrDefaultAsync(row => row.Brand == brand.Name && row.Slug == slug, cancellationToken);
        var editor = context.SeesDrafts();
        if ((editor ? page?.Draft() : page?.Published()) is not { } view)
        {
            return Answers.NoPage(brand, slug);
        }

        // the tag of a draft serves as If-Match; the one of a published page must not
        context.Response.Headers.ETag = editor ? Precondition.DraftTag(view.Version) : $"\"published-{view.Version}\"";
        return TypedResults.Ok(view);
    }

    private static Task<IResult> WriteAsync(string slug, HttpContext context, PageEditor editor, CancellationToken cancellationToken) =>
        InputBody.ReadAsync(context, "an object with 'title' and 'blocks'", async body =>
        {
            var content = PageReader.Read(body, out var problems);
            if (Slug.Problem(slug) is { } problem)
            {
                problems.Add("slug", problem);
            }

            return content is null || !problems.None
                ? problems.ToAnswer("The page was not saved")
                : Answers.Of(await editor.WriteAsync(context.Brand(), slug, content, Precondition.Of(context.Request), cancellationToken), context, slug);
        });

    private static async Task<IResult> PublishAsync(string slug, HttpContext context, PageEditor editor, CancellationToken cancellationToken) =>
        Answers.Of(await editor.PublishAsync(context.Brand(), slug, Precondition.Of(context.Request), cancellationToken), context, slug);

    private static async Task<IResult> DeleteAsync(string slug, HttpContext context, PageEditor editor, CancellationToken cancellationToken) =>
        Answers.Of(await editor.DeleteAsync(context.Brand(), slug, Precondition.Of(context.Request), cancellationToken), context, slug);
}

using SiteBuilder.Rendering.Content;
using SiteBuilder.ServiceDefaults.Http;
using SiteBuilder.Storefront.Editor.Api;
using SiteBuilder.Storefront.Editor.Drafts;
using SiteBuilder.Storefront.Editor.Views;

namespace SiteBuilder.Storefront.Editor.Pages;

/// <summary>The desk of one page.</summary>
internal static class PageEndpoints
{
    private static readonly Dictionary<string, string> Done = new()
    {
        ["saved"] = "Saved. Visitors do not see it before it is published.",
        ["published"] = "Published. Visitors see it in a moment.",
        ["unpublished"] = "Unpublished. Visitors do not see the page any more; the draft is still here.",
        ["restored"] = "The older version is the draft again.",
    };

    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/pages/{slug}", ShowAsync);
        routes.MapPost("/sites/{site}/pages/{slug}", WriteAsync);
        routes.MapPost("/preview", PreviewAsync);
    }

    private static async Task<IResult> ShowAsync(string site, string slug, string? said, HttpContext context, SitesApi api, Preview preview)
    {
        var visit = EditorVisit.Of(context);
        if (await ReadAsync(visit, api, site, slug) is not { } stored)
        {
            return NoPage(visit, site, slug);
        }

        return await DeskAsync(visit, preview, new PageForm(site, slug, stored.Content, new FormLook(NewEntry.NoErrors, visit.MayWrite))
        {
            Seen = stored.Version,
            PublishedVersion = stored.PublishedVersion,
            Said = Done.GetValueOrDefault(said ?? ""),
        });
    }

    private static async Task<IResult> WriteAsync(string site, string slug, HttpContext context, SitesApi api, PageWriter writer, Preview preview)
    {
        var visit = EditorVisit.Of(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var stored = await ReadAsync(visit, api, site, slug);
        if (!visit.MayWrite)
        {
            return visit.ReadOnly();
        }

        var page = new PageForm(site, slug, DraftForm.Read(form), new FormLook(NewEntry.NoErrors, MayWrite: true))
        {
            Seen = Number(form["seen"]),
            PublishedVersion = stored?.PublishedVersion,
        };
        var action = form["do"].ToString() is { Length: > 0 } named ? named : "save";
        var outcome = await writer.DoAsync(visit, page, stored, action, Number(form["theirs"]));
        return outcome.Done switch
        {
            null => await DeskAsync(visit, preview, outcome.Page!, outcome.Status),
            PageOutcome.Removed => new SeeOther("/edit"),
            var done => new SeeOther($"{page.Path}?said={done}"),
        };
    }

    private static async Task<IResult> PreviewAsync(HttpContext context, Preview preview)
    {
        var visit = EditorVisit.Of(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return await preview.SiteAsync(visit, form["site"].ToString()) is { } shown
            ? new EditorAnswer(StatusCodes.Status200OK, Preview.Draw(shown, form["slug"].ToString(), DraftForm.Read(form)), shown.Brand)
            : visit.Notice(StatusCodes.Status404NotFound, "There is no such site", "It may have been removed meanwhile.");
    }

    private static async Task<IResult> DeskAsync(EditorVisit visit, Preview preview, PageForm page, int status = StatusCodes.Status200OK)
    {
        if (await preview.SiteAsync(visit, page.Site) is not { } shown)
        {
            return NoPage(visit, page.Site, page.Slug);
        }

        var path = page.Slug == SiteLink.Home ? shown.Base : shown.Base + page.Slug;
        return visit.Page(
            page.Draft.TextAt("title"), PageDesk.Of(page, path, Preview.Draw(shown, page.Slug, page.Draft)), status, shown.Brand);
    }

    private static async Task<StoredPage?> ReadAsync(EditorVisit visit, SitesApi api, string site, string slug)
    {
        var answer = await api.ReadPageAsync(visit, site, slug);
        return answer.IsGood ? StoredPage.Of(answer) : null;
    }

    private static IResult NoPage(EditorVisit visit, string site, string slug) =>
        visit.Notice(StatusCodes.Status404NotFound, "There is no such page", $"The site '{site}' has no page '{slug}'. It may have been removed.");

    private static int? Number(string? text) => int.TryParse(text, out var number) ? number : null;
}

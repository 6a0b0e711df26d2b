using System.Text.Json.Nodes;
using SiteBuilder.ServiceDefaults.Http;
using SiteBuilder.Storefront.Editor.Api;
using SiteBuilder.Storefront.Editor.Views;

namespace SiteBuilder.Storefront.Editor.Pages;

/// <summary>The versions of a page.</summary>
internal static class HistoryEndpoints
{
    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/pages/{slug}/history", ShowAsync);
        routes.MapPost("/sites/{site}/pages/{slug}/history", BringBackAsync);
    }

    private static async Task<IResult> ShowAsync(string site, string slug, HttpContext context, SitesApi api)
    {
        var visit = EditorVisit.Of(context);
        return await api.HistoryAsync(visit, site, slug) is { Versions.Count: > 0 } history
            ? visit.Page($"History of {slug}", HistoryPage.Of(Path(site, slug), history, visit.MayWrite))
            : visit.Notice(StatusCodes.Status404NotFound, "There is no such page", $"The site '{site}' has no page '{slug}'. It may have been removed.");
    }

    private static async Task<IResult> BringBackAsync(string site, string slug, HttpContext context, SitesApi api)
    {
        var visit = EditorVisit.Of(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!int.TryParse(form["version"], out var version) || !int.TryParse(form["seen"], out var seen))
        {
            return visit.Notice(StatusCodes.Status400BadRequest, "Nothing was brought back", "The version was not named. Go back and choose one.");
        }

        var answer = await api.ChangePageAsync(visit, site, slug, "rollback", seen, new JsonObject { ["version"] = version });
        return answer switch
        {
            { IsGood: true } => new SeeOther($"{Path(site, slug)}?said=restored"),
            { Status: StatusCodes.Status403Forbidden } => visit.ReadOnly(),
            { Status: StatusCodes.Status412PreconditionFailed } => visit.Notice(
                StatusCodes.Status409Conflict, "The page has changed meanwhile", "Nothing was brought back. Look at the history as it is now, and choose again.", $"{Path(site, slug)}/history", "See the history"),
            _ => visit.Notice(answer.Status, "Nothing was brought back", answer.Problem, Path(site, slug), "Back to the page"),
        };
    }

    private static string Path(string site, string slug) => $"/edit/sites/{site}/pages/{slug}";
}

using System.Text.Json.Nodes;
using SiteBuilder.Rendering.Content;
using SiteBuilder.ServiceDefaults.Http;
using SiteBuilder.Storefront.Editor.Api;
using SiteBuilder.Storefront.Editor.Views;

namespace SiteBuilder.Storefront.Editor.Pages;

/// <summary>The list of sites and pages, and new ones.</summary>
internal static class SitesEndpoints
{
    public static void MapSitesList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context, SitesApi api) => ShowAsync(EditorVisit.Of(context), api, NewEntry.None, NewEntry.NoErrors, StatusCodes.Status200OK));
        routes.MapPost("/sites", NewSiteAsync);
        routes.MapPost("/sites/{site}/pages", NewPageAsync);
    }

    private static async Task<IResult> ShowAsync(EditorVisit visit, SitesApi api, NewEntry entry, IReadOnlyDictionary<string, string> errors, int status) =>
        visit.Page("Pages", SitesPage.Of(await api.ListAsync(visit), new FormLook(errors, visit.MayWrite), entry), status);

    private static async Task<IResult> NewPageAsync(string site, HttpContext context, SitesApi api)
    {
        var (visit, form) = (EditorVisit.Of(context), await context.Request.ReadFormAsync(context.RequestAborted));
        var (title, slug) = Read(form);
        var answer = await api.WritePageAsync(visit, site, slug, new JsonObject { ["title"] = title, ["blocks"] = new JsonArray() }, seen: null);
        return answer switch
        {
            { IsGood: true } => new SeeOther($"/edit/sites/{site}/pages/{slug}"),
            { Status: StatusCodes.Status403Forbidden } => visit.ReadOnly(),
            _ => await RefuseAsync(visit, api, new NewEntry(site, title, slug, "", null), answer, "slug", $"is '{slug}', which another page of this site has"),
        };
    }

    private static async Task<IResult> NewSiteAsync(HttpContext context, SitesApi api)
    {
        var (visit, form) = (EditorVisit.Of(context), await context.Request.ReadFormAsync(context.RequestAborted));
        var (title, site) = Read(form);
        var theme = form["theme"].ToString();
        var answer = await api.NewSiteAsync(visit, site, new JsonObject { ["title"] = title, ["theme"] = theme });
        if (!answer.IsGood)
        {
            return answer.Status == StatusCodes.Status403Forbidden
                ? visit.ReadOnly()
                : await RefuseAsync(visit, api, new NewEntry(null, title, site, theme, null), answer, "site", $"is '{site}', which another site has");
        }

        // a site without a home page would be an empty place
        await api.WritePageAsync(visit, site, SiteLink.Home, new JsonObject { ["title"] = title, ["blocks"] = new JsonArray() }, seen: null);
        return new SeeOther($"/edit/sites/{site}/pages/{SiteLink.Home}");
    }

    private static Task<IResult> RefuseAsync(EditorVisit visit, SitesApi api, NewEntry entry, ApiAnswer answer, string nameField, string taken)
    {
        Dictionary<string, string> errors = answer.Status == StatusCodes.Status412PreconditionFailed
            ? new() { ["name"] = taken }
            : answer.Errors.ToDictionary(error => error.Key == nameField ? "name" : error.Key, error => error.Value);
        var problem = errors.Count > 0 ? "Nothing was created: see the fields below." : answer.Problem;
        return ShowAsync(visit, api, entry with { Problem = problem }, errors, StatusCodes.Status400BadRequest);
    }

    private static (string Title, string Name) Read(IFormCollection form)
    {
        var (title, name) = (form["title"].ToString().Trim(), form["name"].ToString().Trim());
        return (title, name.Length > 0 ? name : PageName.FromTitle(title));
    }
}

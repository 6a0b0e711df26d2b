using Microsoft.EntityFrameworkCore;
using SiteBuilder.ServiceDefaults.Documents;
using SiteBuilder.ServiceDefaults.Input;
using SiteBuilder.Sites.Editing;
using SiteBuilder.Sites.Pages;
using SiteBuilder.Sites.Sharding;

namespace SiteBuilder.Sites.Http;

/// <summary>The sites of the brand whose host is asked.</summary>
internal static class SiteEndpoints
{
    public static void MapSites(this IEndpointRouteBuilder routes)
    {
        var sites = routes.MapGroup("/api/sites").NeedsBrand().NeedsTokenToWrite();
        sites.MapGet("/", ListAsync).Does("Tells the brand of the host and its sites.").Gives<SiteList>();
        sites.MapGet("/{site}", ReadAsync).Does("Reads a site.").Gives<SiteView>().Refuses(404);
        sites.MapPut("/{site}", WriteAsync).Does("Writes a site, new or over the version named by If-Match.")
            .Takes<SiteContent>().Gives<SiteView>().Gives<SiteView>(201).Refuses(401, 403, 412, 428);
        sites.MapDelete("/{site}", DeleteAsync).Does("Removes a site and its pages.").Refuses(401, 403, 404, 409, 412);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Shards shards, CancellationToken cancellationToken)
    {
        var brand = context.Brand();
        await using var database = shards.Open(brand.Shard);
        var sites = await database.Sites.AsNoTracking().Where(site => site.Brand == brand.Name).OrderBy(site => site.Name).ToListAsync(cancellationToken);
        return TypedResults.Ok(new SiteList(brand.View, [.. sites.Select(site => site.View())]));
    }

    private static async Task<IResult> ReadAsync(string site, HttpContext context, Shards shards, CancellationToken cancellationToken)
    {
        var brand = context.Brand();
        await using var database = shards.Open(brand.Shard);
        if (await database.Sites.AsNoTracking().SingleOrDefaultAsync(row => row.Brand == brand.Name && row.Name == site, cancellationToken) is not { } found)
        {
            return Answers.NoSite(context, site);
        }

        context.Response.Headers.ETag = Precondition.DraftTag(found.Version);
        return TypedResults.Ok(found.View());
    }

    private static Task<IResult> WriteAsync(string site, HttpContext context, SiteEditor editor, CancellationToken cancellationToken) =>
        InputBody.ReadAsync(context, "an object with 'title' and 'theme'", async body =>
        {
            var content = SiteContent.Read(body, out var problems);
            if (Slug.Problem(site) is { } problem)
            {
                problems.Add("site", problem);
            }

            return content is null || !problems.None
                ? problems.ToAnswer("The site was not saved")
                : Answer(await editor.WriteAsync(context.Brand(), site, content, Precondition.Of(context.Request), cancellationToken), context, site);
        });

    private static async Task<IResult> DeleteAsync(string site, HttpContext context, SiteEditor editor, CancellationToken cancellationToken) =>
        Answer(await editor.DeleteAsync(context.Brand(), site, Precondition.Of(context.Request), cancellationToken), context, site);

    private static IResult Answer(WriteResult<SiteView> result, HttpContext context, string site) => Answers.Of(result, context, "site", site, $"/api/sites/{site}");
}

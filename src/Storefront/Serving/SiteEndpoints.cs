using System.Text;
using SiteBuilder.ServiceDefaults.Metrics;
using SiteBuilder.Storefront.Copies;
using SiteBuilder.Rendering;
using SiteBuilder.Rendering.Content;
using SiteBuilder.Storefront.Sites;

namespace SiteBuilder.Storefront.Serving;

/// <summary>The paths of a brand's host.</summary>
internal static class SiteEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapSite(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Reading, (HttpContext context, CopySource copies, PageSource pages) => ShowAsync(context, copies, pages, "/"));
        routes.MapMethods("/home", Reading, () => TypedResults.Redirect("/", permanent: true));
        routes.MapMethods("/robots.txt", Reading, RobotsAsync);
        routes.MapMethods("/sitemap.xml", Reading, SitemapAsync);
        routes.MapMethods("/{slug}", Reading, (string slug, HttpContext context, CopySource copies, PageSource pages) => ShowAsync(context, copies, pages, "/" + slug));
        routes.MapMethods("/{**path}", Reading, (HttpContext context, CopySource copies, PageSource pages) => ShowAsync(context, copies, pages, context.Request.Path));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, CopySource copies, PageSource pages, string path) =>
        await copies.FindAsync(context, path) is { } copy ? HtmlAnswer.Page(copy) : await DrawAsync(context, pages, path);

    private static Task<IResult> DrawAsync(HttpContext context, PageSource pages, string path) => OnSiteAsync(context, pages, path, answer =>
        answer.Page is { } page
            ? HtmlAnswer.Page(HtmlDocument.Of(SiteTemplate.Page(answer, page), answer.Brand))
            : HtmlAnswer.Error(StatusCodes.Status404NotFound, SiteTemplate.NotFound(answer), answer.Brand));

    private static Task<IResult> RobotsAsync(HttpContext context, PageSource pages) => OnSiteAsync(context, pages, "/", _ =>
        TypedResults.Text($"User-agent: *\nAllow: /\nSitemap: {Origin(context)}/sitemap.xml\n", "text/plain", Encoding.UTF8));

    private static Task<IResult> SitemapAsync(HttpContext context, PageSource pages) => OnSiteAsync(context, pages, "/", answer =>
        TypedResults.Text(SiteTemplate.Sitemap(Origin(context), answer.Navigation).ToString(), "application/xml", Encoding.UTF8));

    private static async Task<IResult> OnSiteAsync(HttpContext context, PageSource pages, string path, Func<SiteAnswer, IResult> show)
    {
        try
        {
            var answer = await pages.FindAsync(context.Request.Host.Host.ToLowerInvariant(), path, context.RequestAborted);
            if (answer is null)
            {
                return HtmlAnswer.Error(StatusCodes.Status404NotFound, SiteTemplate.NoSuchHost(context.Request.Host.Host), null);
            }

            context.SetBrand(answer.Brand.Name);
            return show(answer);
        }
        catch (SitesAwayException)
        {
            context.Response.Headers.RetryAfter = "5";
            return HtmlAnswer.Error(StatusCodes.Status503ServiceUnavailable, SiteTemplate.Away(), null);
        }
    }

    private static string Origin(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}";
}

using SiteBuilder.Rendering.Content;

namespace SiteBuilder.Rendering;

/// <summary>The documents that Storefront sends.</summary>
public static class SiteTemplate
{
    /// <summary>A published page.</summary>
    /// <param name="site">Its site.</param>
    /// <param name="page">The page.</param>
    /// <param name="linksLead">False in a preview: what is clicked there would open a window, which its frame may not.</param>
    public static Html Page(SiteAnswer site, SitePage page, bool linksLead = true) =>
        Document(site.Brand, page.Slug == SiteLink.Home ? site.Brand.Title : $"{page.Title} - {site.Brand.Title}", Html.Of($"""
            {Header(site, page.Slug)}
            <main id="content">
            <div class="lead"><div class="wrap"><p>{site.Brand.Title}</p><h1>{page.Title}</h1></div></div>
            <div class="wrap blocks">{Html.Each(page.Blocks, block => BlockTemplate.Of(block, $"/api/sites/{site.Site}/pages/{page.Slug}/forms/"))}</div>
            </main>
            {Footer(site.Brand)}
            """), linksLead);

    /// <summary>Nothing is published at this path of a brand's host.</summary>
    public static Html NotFound(SiteAnswer site) =>
        Document(site.Brand, $"Page not found - {site.Brand.Title}", Html.Of($"""
            {Header(site, "")}
            <main id="content">
            <div class="lead"><div class="wrap"><p>404</p><h1>This page is not here</h1></div></div>
            <div class="wrap blocks"><p>It may have moved, or the address has a slip in it. <a href="{site.Base}">Go to the home page of {site.Brand.Title}</a>.</p></div>
            </main>
            {Footer(site.Brand)}
            """));

    /// <summary>No brand has the host.</summary>
    public static Html NoSuchHost(string host) =>
        Document(null, "No site here", Html.Of($"""
            <main id="content">
            <div class="lead"><div class="wrap"><p>404</p><h1>There is no site here</h1></div></div>
            <div class="wrap blocks"><p>Nobody has set up a site for {host}.</p></div>
            </main>
            """));

    /// <summary>The pages cannot be read now.</summary>
    public static Html Away() =>
        Document(null, "Back in a moment", Html.Of($"""
            <main id="content">
            <div class="lead"><div class="wrap"><p>503</p><h1>Back in a moment</h1></div></div>
            <div class="wrap blocks"><p>This site cannot be shown right now. Please try again in a few seconds.</p></div>
            </main>
            """));

    /// <summary>The published pages for search engines.</summary>
    public static Html Sitemap(string origin, IReadOnlyList<SiteLink> pages) => Html.Of($"""
        <?xml version="1.0" encoding="utf-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{Html.Each(pages, page => Html.Of($"<url><loc>{origin}{page.Path}</loc></url>"))}</urlset>
        """);

    private static Html Document(SiteBrand? brand, string title, Html body, bool linksLead = true) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title}</title>
        {(linksLead ? Html.Empty : Html.Of($"""<base target="_blank">"""))}<style>{Theme.Of(brand).Style}</style>
        </head>
        <body>
        {body}
        </body>
        </html>

        """);

    private static Html Header(SiteAnswer site, string current) => Html.Of($"""
        <a class="skip" href="#content">Skip to the content</a>
        <header class="site"><div class="wrap">
        <a class="mark" href="{site.Base}"><span aria-hidden="true">{Initial(site.Brand)}</span>{site.Brand.Title}</a>
        <nav aria-label="Pages"><ul>{Html.Each(site.Navigation, link => NavigationItem(link, link.Slug == current))}</ul></nav>
        </div></header>
        """);

    private static Html NavigationItem(SiteLink link, bool isCurrent) => Html.Of(
        $"""<li><a href="{link.Path}"{(isCurrent ? Html.Of($" aria-current=\"page\"") : Html.Empty)}>{(link.Slug == SiteLink.Home ? "Home" : link.Title)}</a></li>""");

    private static Html Footer(SiteBrand brand) => Html.Of($"""<footer class="end"><div class="wrap">{brand.Title}</div></footer>""");

    /// <summary>The letter in the mark of a brand.</summary>
    public static string Initial(SiteBrand brand) => brand.Title is [var first, ..] && char.IsLetterOrDigit(first) ? char.ToUpperInvariant(first).ToString() : "*";
}

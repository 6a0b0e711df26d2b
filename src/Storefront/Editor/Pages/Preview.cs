using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Rendering;
using SiteBuilder.Rendering.Content;
using SiteBuilder.Storefront.Editor.Api;
using SiteBuilder.Storefront.Editor.Drafts;
using SiteBuilder.Storefront.Serving;

namespace SiteBuilder.Storefront.Editor.Pages;

/// <summary>How a draft looks on its site, drawn by the very templates that draw published pages.</summary>
internal sealed class Preview(PageSource pages, SitesApi api)
{
    /// <summary>The site as visitors have it; null where the brand has no such site.</summary>
    public async Task<SiteAnswer?> SiteAsync(EditorVisit visit, string site)
    {
        if (await api.FindSiteAsync(visit, site) is not { } view)
        {
            return null;
        }

        return await pages.FindAsync(visit.Context.Request.Host.Host.ToLowerInvariant(), view.Path, visit.Context.RequestAborted);
    }

    /// <summary>The document of a draft; links in it lead nowhere, since the frame that it is shown in may open no window.</summary>
    public static Html Draw(SiteAnswer site, string slug, JsonObject draft)
    {
        SitePage page;
        try
        {
            page = new SitePage(slug, draft.TextAt("title"), draft["blocks"].Deserialize(StorefrontJson.Default.IReadOnlyListSiteBlock) ?? [], 0);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            page = new SitePage(slug, "This draft cannot be shown", [], 0);
        }

        var link = new SiteLink(slug, page.Title, slug == SiteLink.Home ? site.Base : site.Base + slug);
        var navigation = site.Navigation.Any(item => item.Slug == slug)
            ? site.Navigation.Select(item => item.Slug == slug ? link : item)
            : site.Navigation.Append(link);
        return SiteTemplate.Page(site with { Navigation = [.. navigation] }, page, linksLead: false);
    }
}

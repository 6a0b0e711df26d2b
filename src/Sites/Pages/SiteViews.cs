using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Pages;

/// <summary>What is told of a stored site.</summary>
internal static class SiteViews
{
    public static SiteView View(this Site site) => new(site.Name, site.Title, site.Theme, SitePath.Of(site.Name), site.Version);
}

using SiteBuilder.Sites.Brands;
using SiteBuilder.Sites.Pages;

namespace SiteBuilder.Sites.Publishing;

/// <summary>All that visitors see of a site, at one moment.</summary>
/// <param name="Brand">The brand, with the title and theme of the site.</param>
/// <param name="Site">The site's name.</param>
/// <param name="Base">The path of the site, ending in a slash.</param>
/// <param name="Hosts">The brand's hosts.</param>
/// <param name="Navigation">The published pages: home first, the others by title.</param>
/// <param name="Pages">The published pages themselves.</param>
public sealed record SiteCopy(
    BrandView Brand, string Site, string Base, IReadOnlyList<string> Hosts, IReadOnlyList<NavigationItem> Navigation, IReadOnlyList<PageView> Pages);

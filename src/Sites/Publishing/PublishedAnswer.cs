using SiteBuilder.Sites.Brands;
using SiteBuilder.Sites.Pages;

namespace SiteBuilder.Sites.Publishing;

/// <summary>All that is needed to show a path of a brand's host.</summary>
/// <param name="Brand">Whose host it is, with the title and theme of the site.</param>
/// <param name="Site">The site's name.</param>
/// <param name="Base">The path of the site, ending in a slash.</param>
/// <param name="Navigation">The published pages of the site: home first, the others by title.</param>
/// <param name="Page">The page, or null when nothing is published there.</param>
public sealed record PublishedAnswer(BrandView Brand, string Site, string Base, IReadOnlyList<NavigationItem> Navigation, PageView? Page);

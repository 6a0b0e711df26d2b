using SiteBuilder.Sites.Brands;
using SiteBuilder.Sites.Pages;

namespace SiteBuilder.Sites.Publishing;

/// <summary>All that is needed to show a path of a brand's host.</summary>
/// <param name="Brand">Whose host it is.</param>
/// <param name="Navigation">The published pages: home first, the others by title.</param>
/// <param name="Page">The page, or null when nothing is published there.</param>
public sealed record PublishedAnswer(BrandView Brand, IReadOnlyList<NavigationItem> Navigation, PageView? Page);

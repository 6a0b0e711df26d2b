namespace SiteBuilder.Rendering.Content;

/// <summary>What Sites says about a path of a host; no page means that nothing is published there.</summary>
/// <param name="Brand">Whose host it is, with the title and theme of the site.</param>
/// <param name="Site">The site's name within the brand.</param>
/// <param name="Base">The path of the site, ending in a slash.</param>
/// <param name="Navigation">The published pages of the site.</param>
/// <param name="Page">The page.</param>
public sealed record SiteAnswer(SiteBrand Brand, string Site, string Base, IReadOnlyList<SiteLink> Navigation, SitePage? Page);

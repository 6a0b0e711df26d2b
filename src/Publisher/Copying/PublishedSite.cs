using SiteBuilder.Rendering.Content;

namespace SiteBuilder.Publisher.Copying;

/// <summary>All that visitors see of a site, as Sites tells it.</summary>
/// <param name="Brand">The brand, with the title and theme of the site.</param>
/// <param name="Site">The site's name.</param>
/// <param name="Base">The path of the site, ending in a slash.</param>
/// <param name="Hosts">The brand's hosts.</param>
/// <param name="Navigation">The published pages.</param>
/// <param name="Pages">The published pages themselves.</param>
public sealed record PublishedSite(
    SiteBrand Brand, string Site, string Base, IReadOnlyList<string> Hosts, IReadOnlyList<SiteLink> Navigation, IReadOnlyList<SitePage> Pages);

using SiteBuilder.Sites.Brands;

namespace SiteBuilder.Sites.Pages;

/// <summary>Where a page is, whether it exists or not.</summary>
/// <param name="Brand">The brand, and with it the shard.</param>
/// <param name="Site">The site within the brand.</param>
/// <param name="Slug">The page within the site.</param>
public sealed record PageAddress(BrandHome Brand, string Site, string Slug)
{
    /// <summary>Its path in the API.</summary>
    public string Path => $"/api/sites/{Site}/pages/{Slug}";
}

using SiteBuilder.Sites.Brands;

namespace SiteBuilder.Sites.Pages;

/// <summary>A brand and its sites, sorted by name.</summary>
public sealed record SiteList(BrandView Brand, IReadOnlyList<SiteView> Sites);

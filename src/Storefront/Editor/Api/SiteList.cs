namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>The sites of the brand.</summary>
internal sealed record SiteList(IReadOnlyList<SiteView> Sites);

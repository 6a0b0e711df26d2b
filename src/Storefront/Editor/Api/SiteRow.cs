namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>A site and its pages.</summary>
internal sealed record SiteRow(SiteView Site, IReadOnlyList<PageSummary> Pages);

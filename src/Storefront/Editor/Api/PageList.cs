namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>The pages of a site.</summary>
internal sealed record PageList(IReadOnlyList<PageSummary> Pages);

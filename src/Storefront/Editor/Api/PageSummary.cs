namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>A page in a list.</summary>
internal sealed record PageSummary(string Slug, string Title, int Version, int? PublishedVersion);

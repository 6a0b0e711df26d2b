namespace SiteBuilder.Sites.Pages;

/// <summary>A page in a list.</summary>
public sealed record PageSummary(string Slug, string Title, int Version, int? PublishedVersion);

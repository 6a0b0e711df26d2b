namespace SiteBuilder.Sites.Pages;

/// <summary>The pages of a site, sorted by slug.</summary>
public sealed record PageList(string Brand, string Site, IReadOnlyList<PageSummary> Pages);

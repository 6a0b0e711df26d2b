namespace SiteBuilder.Sites.Pages;

/// <summary>The pages of a brand, sorted by slug.</summary>
public sealed record PageList(string Brand, IReadOnlyList<PageSummary> Pages);

namespace SiteBuilder.Storefront.Sites;

/// <summary>A paragraph of rich text.</summary>
public sealed record SiteParagraph(string Style, IReadOnlyList<SiteSpan> Spans);

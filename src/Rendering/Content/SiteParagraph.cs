namespace SiteBuilder.Rendering.Content;

/// <summary>A paragraph of rich text.</summary>
public sealed record SiteParagraph(string Style, IReadOnlyList<SiteSpan> Spans);

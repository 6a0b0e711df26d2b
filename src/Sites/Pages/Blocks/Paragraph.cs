namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>One paragraph of rich text.</summary>
/// <param name="Style">One of <see cref="Styles"/>; neighbours of a list style are one list.</param>
/// <param name="Spans">Its text, piece by piece.</param>
public sealed record Paragraph(string Style, IReadOnlyList<Span> Spans)
{
    /// <summary>The styles of a paragraph.</summary>
    public static IReadOnlyCollection<string> Styles { get; } = ["plain", "bullet", "numbered", "quote"];
}

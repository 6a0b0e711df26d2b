namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>Text with emphasis, links, lists and quotes, as data instead of HTML.</summary>
public sealed record RichTextBlock(IReadOnlyList<Paragraph> Paragraphs) : Block;

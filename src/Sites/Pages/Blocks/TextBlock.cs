namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>Plain text; an empty line starts a new paragraph.</summary>
public sealed record TextBlock(string Text) : Block;

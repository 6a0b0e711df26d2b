namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>A heading inside a page, below its title.</summary>
public sealed record HeadingBlock(string Text) : Block;

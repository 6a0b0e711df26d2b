namespace SiteBuilder.Sites.Pages;

/// <summary>A heading inside a page, below its title.</summary>
public sealed record HeadingBlock(string Text) : Block;

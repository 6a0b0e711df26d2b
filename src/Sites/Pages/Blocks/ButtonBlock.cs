namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>A link that looks like a button.</summary>
public sealed record ButtonBlock(string Text, string Url) : Block;

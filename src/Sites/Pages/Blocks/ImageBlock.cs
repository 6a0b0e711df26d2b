namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>A picture by its https URL or a path on the brand's host, with the words that stand for it.</summary>
public sealed record ImageBlock(string Url, string Alt) : Block;

namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>The blocks of one column; no columns again.</summary>
public sealed record Column(IReadOnlyList<Block> Blocks);

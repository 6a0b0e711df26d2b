using SiteBuilder.Sites.Pages.Blocks;

namespace SiteBuilder.Sites.Pages;

/// <summary>What an editor writes: the title and the blocks of a page.</summary>
public sealed record PageContent(string Title, IReadOnlyList<Block> Blocks);

using SiteBuilder.Sites.Pages.Blocks;

namespace SiteBuilder.Sites.Pages;

/// <summary>A page in an answer of the API.</summary>
/// <param name="Slug">Its name within the brand.</param>
/// <param name="Title">The title.</param>
/// <param name="Blocks">The blocks; left out in lists.</param>
/// <param name="Version">The version of what is shown here.</param>
/// <param name="PublishedVersion">The version that visitors see; null for a page that was never published.</param>
/// <param name="ChangedAt">When this version was written or published.</param>
public sealed record PageView(
    string Slug, string Title, IReadOnlyList<Block> Blocks, int Version, int? PublishedVersion, DateTimeOffset ChangedAt);

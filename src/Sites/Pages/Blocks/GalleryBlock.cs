namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>Pictures side by side.</summary>
public sealed record GalleryBlock(IReadOnlyList<Picture> Images) : Block;

namespace SiteBuilder.Rendering.Content;

/// <summary>A published page.</summary>
public sealed record SitePage(string Slug, string Title, IReadOnlyList<SiteBlock> Blocks, int Version);

namespace SiteBuilder.Rendering.Content;

/// <summary>One of several columns.</summary>
public sealed record SiteColumn(IReadOnlyList<SiteBlock> Blocks);

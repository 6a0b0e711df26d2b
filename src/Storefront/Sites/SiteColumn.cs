namespace SiteBuilder.Storefront.Sites;

/// <summary>One of several columns.</summary>
public sealed record SiteColumn(IReadOnlyList<SiteBlock> Blocks);

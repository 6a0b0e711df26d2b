namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>A site of the brand; title and theme are null where they are the brand's.</summary>
internal sealed record SiteView(string Name, string? Title, string? Theme, string Path, int Version);

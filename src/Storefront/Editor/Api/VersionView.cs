namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>A version in the history of a page.</summary>
internal sealed record VersionView(int Version, string Title, DateTimeOffset ChangedAt);

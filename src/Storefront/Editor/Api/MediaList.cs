namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>Some of the brand's files, and after which one the next ones come.</summary>
internal sealed record MediaList(IReadOnlyList<MediaEntry> Media, string? Next);

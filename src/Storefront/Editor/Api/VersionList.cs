namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>The history of a page, the newest version first.</summary>
internal sealed record VersionList(int? PublishedVersion, IReadOnlyList<VersionView> Versions);

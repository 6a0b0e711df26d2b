namespace SiteBuilder.Sites.Pages;

/// <summary>The history of a page, the newest version first.</summary>
public sealed record VersionList(string Slug, int? PublishedVersion, IReadOnlyList<VersionView> Versions);

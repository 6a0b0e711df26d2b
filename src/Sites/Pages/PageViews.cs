using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Pages;

/// <summary>The two faces of a stored page.</summary>
internal static class PageViews
{
    public static PageView Draft(this Page page) =>
        new(page.Slug, page.Title, page.Blocks, page.Version, page.PublishedVersion, page.ChangedAt);

    public static PageView? Published(this Page page) => page.PublishedVersion is { } version
        ? new(page.Slug, page.PublishedTitle!, page.PublishedBlocks!, version, version, page.PublishedAt!.Value)
        : null;
}

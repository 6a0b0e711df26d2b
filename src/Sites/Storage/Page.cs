using SiteBuilder.Sites.Pages.Blocks;

namespace SiteBuilder.Sites.Storage;

/// <summary>A page of a brand: the draft that editors change, and the copy that visitors see.</summary>
public sealed class Page
{
    /// <summary>The brand that owns the page.</summary>
    public required string Brand { get; init; }

    /// <summary>The site within the brand.</summary>
    public required string Site { get; init; }

    /// <summary>The page's name within its site.</summary>
    public required string Slug { get; init; }

    /// <summary>The draft's title.</summary>
    public required string Title { get; set; }

    /// <summary>The draft's blocks.</summary>
    public required IReadOnlyList<Block> Blocks { get; set; }

    /// <summary>Counts the changes of the draft, from 1; its ETag, and the guard against lost updates.</summary>
    public required int Version { get; set; }

    /// <summary>When the draft was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>The title that visitors see; null while the page was never published.</summary>
    public string? PublishedTitle { get; private set; }

    /// <summary>The blocks that visitors see.</summary>
    public IReadOnlyList<Block>? PublishedBlocks { get; private set; }

    /// <summary>The version that visitors see.</summary>
    public int? PublishedVersion { get; private set; }

    /// <summary>When the page was last published.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>Makes the draft what visitors see.</summary>
    public void Publish(DateTimeOffset now)
    {
        PublishedTitle = Title;
        PublishedBlocks = Blocks;
        PublishedVersion = Version;
        PublishedAt = now;
    }

    /// <summary>Takes the page away from visitors; the draft stays.</summary>
    public void Unpublish() => (PublishedTitle, PublishedBlocks, PublishedVersion, PublishedAt) = (null, null, null, null);

    /// <summary>The draft as the history keeps it.</summary>
    public PageVersion Snapshot(string? by) => new()
    {
        Brand = Brand,
        Site = Site,
        Slug = Slug,
        Version = Version,
        Title = Title,
        Blocks = Blocks,
        ChangedAt = ChangedAt,
        ChangedBy = by,
    };
}

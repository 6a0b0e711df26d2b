using SiteBuilder.Sites.Pages.Blocks;

namespace SiteBuilder.Sites.Storage;

/// <summary>What the draft of a page was at one version. The newest <see cref="Kept"/> of a page are kept.</summary>
public sealed class PageVersion
{
    /// <summary>How many versions of a page are kept.</summary>
    public const int Kept = 50;

    /// <summary>The brand that owns the page.</summary>
    public required string Brand { get; init; }

    /// <summary>The site within the brand.</summary>
    public required string Site { get; init; }

    /// <summary>The page's name within its site.</summary>
    public required string Slug { get; init; }

    /// <summary>The draft's version.</summary>
    public required int Version { get; init; }

    /// <summary>Its title then.</summary>
    public required string Title { get; init; }

    /// <summary>Its blocks then.</summary>
    public required IReadOnlyList<Block> Blocks { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The id of the user who wrote it; null for a tool with the editor token and for the platform itself.</summary>
    public string? ChangedBy { get; init; }
}

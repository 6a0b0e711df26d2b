using SiteBuilder.Sites.Pages;

namespace SiteBuilder.Sites.Editing;

/// <summary>How a write ended.</summary>
public abstract record WriteResult
{
    private WriteResult()
    {
    }

    /// <summary>The page is new.</summary>
    public sealed record Created(PageView Page) : WriteResult;

    /// <summary>The page was changed.</summary>
    public sealed record Changed(PageView Page) : WriteResult;

    /// <summary>The page is gone.</summary>
    public sealed record Deleted : WriteResult;

    /// <summary>There is no such page.</summary>
    public sealed record Missing : WriteResult;

    /// <summary>The page exists, and the writer did not say which version it has seen.</summary>
    public sealed record VersionNeeded(int Current) : WriteResult;

    /// <summary>The page has another version than the writer has seen; null when it does not exist.</summary>
    public sealed record Conflict(int? Current) : WriteResult;

    /// <summary>The home page stays: without it a brand's host shows nothing.</summary>
    public sealed record HomeStays : WriteResult;
}

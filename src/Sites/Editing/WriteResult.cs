namespace SiteBuilder.Sites.Editing;

/// <summary>How a write of a page or a site ended.</summary>
/// <typeparam name="T">What a reader sees of it.</typeparam>
public abstract record WriteResult<T>
{
    private WriteResult()
    {
    }

    /// <summary>It is new.</summary>
    public sealed record Created(T View, int Version) : WriteResult<T>;

    /// <summary>It was changed.</summary>
    public sealed record Changed(T View, int Version) : WriteResult<T>;

    /// <summary>It is gone.</summary>
    public sealed record Deleted : WriteResult<T>;

    /// <summary>There is none.</summary>
    public sealed record Missing : WriteResult<T>;

    /// <summary>There is no such site to write a page to.</summary>
    public sealed record NoSite : WriteResult<T>;

    /// <summary>It has no such version in its history.</summary>
    public sealed record NoVersion(int Version) : WriteResult<T>;

    /// <summary>It exists, and the writer did not say which version it has seen.</summary>
    public sealed record VersionNeeded(int Current) : WriteResult<T>;

    /// <summary>It has another version than the writer has seen; null when it does not exist.</summary>
    public sealed record Conflict(int? Current) : WriteResult<T>;

    /// <summary>It is one that every brand or site needs.</summary>
    public sealed record Stays : WriteResult<T>;
}

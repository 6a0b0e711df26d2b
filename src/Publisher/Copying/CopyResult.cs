namespace SiteBuilder.Publisher.Copying;

/// <summary>How an order ended.</summary>
public enum CopyResult
{
    /// <summary>A new copy is in place.</summary>
    Copied,

    /// <summary>The copy was right already.</summary>
    Unchanged,

    /// <summary>There is no such site any more, and no copy of it.</summary>
    Removed,
}

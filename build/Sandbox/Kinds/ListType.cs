namespace SiteBuilder.Sandbox.Kinds;

/// <summary>How server-side apply merges a list.</summary>
internal enum ListType
{
    /// <summary>As a whole.</summary>
    Atomic,

    /// <summary>By value.</summary>
    Set,

    /// <summary>By the keys of its elements.</summary>
    Map,
}

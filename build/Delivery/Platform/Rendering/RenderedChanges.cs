namespace SiteBuilder.Delivery.Platform.Rendering;

/// <summary>How a folder of rendered files differs from what would be written now; paths are relative, with slashes, sorted.</summary>
/// <param name="Added">Files that are missing.</param>
/// <param name="Changed">Files with another content.</param>
/// <param name="Removed">Files that nothing renders any more.</param>
public sealed record RenderedChanges(IReadOnlyList<string> Added, IReadOnlyList<string> Changed, IReadOnlyList<string> Removed)
{
    /// <summary>True when the folder is in step.</summary>
    public bool None => Added.Count + Changed.Count + Removed.Count == 0;

    /// <summary>A line per file: <c>+</c> added, <c>~</c> changed, <c>-</c> removed.</summary>
    public override string ToString() => string.Join('\n', [
        .. Added.Select(path => $"+ {path}"),
        .. Changed.Select(path => $"~ {path}"),
        .. Removed.Select(path => $"- {path}"),
    ]);
}

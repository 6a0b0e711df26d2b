namespace SiteBuilder.ObjectStore;

/// <summary>A part of a listing.</summary>
/// <param name="Objects">By their keys.</param>
/// <param name="More">Whether there are more after the last one.</param>
public sealed record ObjectPage(IReadOnlyList<ListedObject> Objects, bool More);

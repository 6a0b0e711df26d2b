namespace SiteBuilder.Sites.Storage;

/// <summary>A write came while its brand moves to another shard; nothing was written.</summary>
public sealed class BrandMovesException(string brand) : Exception($"The brand '{brand}' moves to another shard.");

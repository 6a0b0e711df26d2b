namespace SiteBuilder.ObjectStore;

/// <summary>An object as a listing shows it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Length">Bytes.</param>
/// <param name="LastModified">When it was written.</param>
public sealed record ListedObject(string Key, long Length, DateTimeOffset LastModified);

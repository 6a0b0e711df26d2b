namespace SiteBuilder.ObjectStore;

/// <summary>An object without its bytes.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ETag">The store's tag of its content, in quotation marks.</param>
/// <param name="LastModified">When it was written.</param>
/// <param name="Facts">What is stored with it.</param>
public sealed record StoredObject(string Key, long Length, string ETag, DateTimeOffset LastModified, ObjectFacts Facts);

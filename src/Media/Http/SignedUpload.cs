namespace SiteBuilder.Media.Http;

/// <summary>How a browser brings a file straight to the object store.</summary>
/// <param name="Method">The method of the request to send.</param>
/// <param name="Url">Where to.</param>
/// <param name="Headers">The headers that must go with it.</param>
/// <param name="ExpiresAt">When the URL ceases to serve.</param>
/// <param name="Complete">Where to POST once it is there.</param>
internal sealed record SignedUpload(string Method, string Url, IReadOnlyDictionary<string, string> Headers, DateTimeOffset ExpiresAt, string Complete);

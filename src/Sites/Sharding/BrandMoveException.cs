namespace SiteBuilder.Sites.Sharding;

/// <summary>A brand cannot be moved; the message says why and what to do.</summary>
public sealed class BrandMoveException(string message) : Exception(message);

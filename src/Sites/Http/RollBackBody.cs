namespace SiteBuilder.Sites.Http;

/// <summary>What is sent to roll a page back.</summary>
/// <param name="Version">One of the kept versions.</param>
public sealed record RollBackBody(int Version);

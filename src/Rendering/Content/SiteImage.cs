namespace SiteBuilder.Rendering.Content;

/// <summary>A picture of a gallery.</summary>
public sealed record SiteImage(string Url, string Alt);

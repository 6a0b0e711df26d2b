namespace SiteBuilder.Rendering.Content;

/// <summary>The brand of a host.</summary>
public sealed record SiteBrand(string Name, string Title, string Theme);

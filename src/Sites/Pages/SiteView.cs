namespace SiteBuilder.Sites.Pages;

/// <summary>A site of a brand.</summary>
/// <param name="Name">Its name within the brand.</param>
/// <param name="Title">The name that visitors read; null where it is the brand's.</param>
/// <param name="Theme">The look; null where it is the brand's.</param>
/// <param name="Path">Where it is on the brand's hosts.</param>
/// <param name="Version">Counts the changes of title and theme; its ETag.</param>
public sealed record SiteView(string Name, string? Title, string? Theme, string Path, int Version);

namespace SiteBuilder.Sites.Pages;

/// <summary>A version in the history of a page.</summary>
/// <param name="Version">The draft's version.</param>
/// <param name="Title">Its title then.</param>
/// <param name="ChangedAt">When it was written.</param>
/// <param name="ChangedBy">The id of the user who wrote it; null for a tool and for the platform itself.</param>
public sealed record VersionView(int Version, string Title, DateTimeOffset ChangedAt, string? ChangedBy);

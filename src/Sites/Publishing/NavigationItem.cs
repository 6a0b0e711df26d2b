namespace SiteBuilder.Sites.Publishing;

/// <summary>A published page in a site's navigation.</summary>
/// <param name="Slug">Its name.</param>
/// <param name="Title">Its title.</param>
/// <param name="Path">Where it is on the brand's hosts.</param>
public sealed record NavigationItem(string Slug, string Title, string Path);

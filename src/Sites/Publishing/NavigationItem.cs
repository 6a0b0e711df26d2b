namespace SiteBuilder.Sites.Publishing;

/// <summary>A published page in a brand's navigation.</summary>
public sealed record NavigationItem(string Slug, string Title);

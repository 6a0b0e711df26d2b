namespace SiteBuilder.Rendering.Content;

/// <summary>A published page in the navigation.</summary>
/// <param name="Slug">Its name.</param>
/// <param name="Title">Its title.</param>
/// <param name="Path">Its path on the brand's host.</param>
public sealed record SiteLink(string Slug, string Title, string Path)
{
    /// <summary>The page that a site shows at its own path.</summary>
    public const string Home = "home";
}

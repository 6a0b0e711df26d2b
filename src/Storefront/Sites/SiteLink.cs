namespace SiteBuilder.Storefront.Sites;

/// <summary>A published page in the navigation.</summary>
public sealed record SiteLink(string Slug, string Title)
{
    /// <summary>The page that a host shows at <c>/</c>.</summary>
    public const string Home = "home";

    /// <summary>Its path on the brand's host.</summary>
    public string Path => Slug == Home ? "/" : "/" + Slug;
}

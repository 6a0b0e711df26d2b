using System.Text.RegularExpressions;
using SiteBuilder.ServiceDefaults.Brands;

namespace SiteBuilder.Sites.Pages;

/// <summary>The name of a page, a site or a form in its URL.</summary>
public static partial class Slug
{
    /// <summary>The page that a site shows at its own path.</summary>
    public const string Home = SitePath.Home;

    /// <summary>The longest slug, in characters.</summary>
    public const int MaxLength = 64;

    private static readonly HashSet<string> Reserved = ["api", "assets", "edit", "internal", "media", "sites"];

    /// <summary>Why a text cannot be a slug, or null when it can.</summary>
    public static string? Problem(string slug) => slug switch
    {
        { Length: > MaxLength } => $"is {slug.Length} characters long; at most {MaxLength} are allowed",
        _ when !Pattern().IsMatch(slug) => $"is '{slug}'; use lower-case letters, digits and single hyphens between them, for example 'about-us'",
        _ when Reserved.Contains(slug) => $"is '{slug}', which the platform keeps for itself; choose another name",
        _ => null,
    };

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z")]
    private static partial Regex Pattern();
}

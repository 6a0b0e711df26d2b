using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Pages;

/// <summary>Where sites are on a brand's hosts: the main one at <c>/</c>, every other one below <c>/sites/</c>.</summary>
internal static class SitePath
{
    private const string Others = "/sites/";

    /// <summary>The path of a site, ending in a slash.</summary>
    public static string Of(string site) => site == Site.Main ? "/" : $"{Others}{site}/";

    /// <summary>The path of a page.</summary>
    public static string Of(string site, string slug) => slug == Slug.Home ? Of(site) : Of(site) + slug;

    /// <summary>The site and the page that a path of a host speaks of; they need not exist.</summary>
    public static (string Site, string Slug) Parse(string path)
    {
        if (path.StartsWith(Others, StringComparison.Ordinal) && path[Others.Length..].Split('/', 2) is [var site, .. var rest] && site != Site.Main)
        {
            return (site, rest is [{ Length: > 0 } slug] ? slug : Slug.Home);
        }

        return (Site.Main, path == "/" ? Slug.Home : path[1..]);
    }
}

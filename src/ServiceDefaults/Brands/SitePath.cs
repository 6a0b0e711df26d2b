namespace SiteBuilder.ServiceDefaults.Brands;

/// <summary>Where sites are on a brand's hosts: the main one at <c>/</c>, every other one below <c>/sites/</c>.</summary>
public static class SitePath
{
    /// <summary>The site that is at <c>/</c>.</summary>
    public const string Main = "main";

    /// <summary>The page that a site shows at its own path.</summary>
    public const string Home = "home";

    private const string Others = "/sites/";

    /// <summary>The path of a site, ending in a slash.</summary>
    public static string Of(string site) => site == Main ? "/" : $"{Others}{site}/";

    /// <summary>The path of a page.</summary>
    public static string Of(string site, string slug) => slug == Home ? Of(site) : Of(site) + slug;

    /// <summary>The site and the page that a path of a host speaks of; they need not exist.</summary>
    public static (string Site, string Slug) Parse(string path)
    {
        if (path.StartsWith(Others, StringComparison.Ordinal) && path[Others.Length..].Split('/', 2) is [var site, .. var rest] && site != Main)
        {
            return (site, rest is [{ Length: > 0 } slug] ? slug : Home);
        }

        return (Main, path == "/" ? Home : path[1..]);
    }
}

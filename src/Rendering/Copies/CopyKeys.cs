namespace SiteBuilder.Rendering.Copies;

/// <summary>How the objects of copied sites are called.</summary>
public static class CopyKeys
{
    /// <summary>The <see cref="CopiedSite"/>, as JSON.</summary>
    public static string Site(string brand, string site) => $"sites/{brand}/{site}/site.json";

    /// <summary>How the keys of all pages of a site begin.</summary>
    public static string Pages(string brand, string site) => $"sites/{brand}/{site}/pages/";

    /// <summary>A page's document.</summary>
    public static string Page(string brand, string site, string tag) => $"{Pages(brand, site)}{tag}.html";
}

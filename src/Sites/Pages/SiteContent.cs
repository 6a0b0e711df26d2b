using System.Text.Json;
using SiteBuilder.ServiceDefaults.Input;
using SiteBuilder.Sites.Brands;

namespace SiteBuilder.Sites.Pages;

/// <summary>What an editor writes of a site; what is left out is the brand's.</summary>
public sealed record SiteContent(string? Title, string? Theme)
{
    /// <summary>Reads a site; null when there is a problem.</summary>
    public static SiteContent? Read(JsonElement json, out InputProblems problems)
    {
        problems = new InputProblems();
        if (InputObject.Of(json, "an object with 'title' and 'theme', either of which may be left out", problems) is not { } site)
        {
            return null;
        }

        site.Knows("title", "theme");
        var content = new SiteContent(
            site.Has("title") ? site.Text("title", PageReader.MaxTitle) : null,
            site.Has("theme") ? site.Choice("theme", Themes.Names) : null);
        return problems.None ? content : null;
    }
}

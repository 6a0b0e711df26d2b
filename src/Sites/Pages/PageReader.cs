using System.Text.Json;
using SiteBuilder.ServiceDefaults.Input;
using SiteBuilder.Sites.Pages.Blocks;

namespace SiteBuilder.Sites.Pages;

/// <summary>Reads a page from JSON and reports every problem at its field.</summary>
public static class PageReader
{
    /// <summary>The longest title, in characters.</summary>
    public const int MaxTitle = 120;

    /// <summary>The most blocks of one page, and of one column.</summary>
    public const int MaxBlocks = 200;

    /// <summary>The longest text of a block, in characters.</summary>
    public const int MaxText = 10_000;

    /// <summary>Reads a page.</summary>
    /// <param name="json">The request's body.</param>
    /// <param name="problems">What is wrong; empty when a page is returned.</param>
    /// <returns>The page, or null when there is a problem.</returns>
    public static PageContent? Read(JsonElement json, out InputProblems problems)
    {
        problems = new InputProblems();
        if (InputObject.Of(json, "an object with 'title' and 'blocks'", problems) is not { } page)
        {
            return null;
        }

        page.Knows("title", "blocks");
        var content = new PageContent(page.Text("title", MaxTitle), BlockReader.Read(page));
        return problems.None ? content : null;
    }
}

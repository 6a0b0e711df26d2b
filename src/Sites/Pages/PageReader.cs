using System.Text.Json;
using SiteBuilder.ServiceDefaults.Input;

namespace SiteBuilder.Sites.Pages;

/// <summary>Reads a page from JSON and reports every problem at its field.</summary>
public sealed class PageReader
{
    /// <summary>The longest title, in characters.</summary>
    public const int MaxTitle = 120;

    /// <summary>The most blocks of one page.</summary>
    public const int MaxBlocks = 200;

    /// <summary>The longest text of a block, in characters.</summary>
    public const int MaxText = 10_000;

    private readonly InputProblems _problems = new();

    private PageReader()
    {
    }

    /// <summary>Reads a page.</summary>
    /// <param name="json">The request's body.</param>
    /// <param name="problems">What is wrong; empty when a page is returned.</param>
    /// <returns>The page, or null when there is a problem.</returns>
    public static PageContent? Read(JsonElement json, out InputProblems problems)
    {
        var reader = new PageReader();
        var page = reader.Page(json);
        problems = reader._problems;
        return problems.None ? page : null;
    }

    private PageContent? Page(JsonElement json)
    {
        if (InputObject.Of(json, "an object with 'title' and 'blocks'", _problems) is not { } page)
        {
            return null;
        }

        page.Knows("title", "blocks");
        return new PageContent(page.Text("title", MaxTitle), Blocks(json));
    }

    private List<Block> Blocks(JsonElement page)
    {
        if (!page.TryGetProperty("blocks", out var blocks))
        {
            _problems.Add("blocks", "is missing");
            return [];
        }

        if (blocks.ValueKind != JsonValueKind.Array)
        {
            _problems.Add("blocks", $"is {InputObject.Kind(blocks)}; send a list of blocks");
            return [];
        }

        if (blocks.GetArrayLength() > MaxBlocks)
        {
            _problems.Add("blocks", $"has {blocks.GetArrayLength()} blocks; at most {MaxBlocks} are allowed");
            return [];
        }

        return [.. blocks.EnumerateArray().Select((block, index) => Block(block, $"blocks[{index}]")).OfType<Block>()];
    }

    private Block? Block(JsonElement json, string at)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            _problems.Add(at, $"is {InputObject.Kind(json)}; send an object with 'type'");
            return null;
        }

        var block = new InputObject(json, at + ".", _problems);
        var type = json.TryGetProperty("type", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        switch (type)
        {
            case "heading":
                block.Knows("type", "text");
                return new HeadingBlock(block.Text("text", MaxTitle));
            case "text":
                block.Knows("type", "text");
                return new TextBlock(block.Text("text", MaxText));
            case "image":
                block.Knows("type", "url", "alt");
                return new ImageBlock(ImageUrl(block), block.Text("alt", MaxTitle));
            default:
                block.Report("type", type is null ? "is missing; use 'heading', 'text' or 'image'" : $"is '{type}'; use 'heading', 'text' or 'image'");
                return null;
        }
    }

    private static string ImageUrl(InputObject block)
    {
        var text = block.Text("url", 2000);
        var onHost = text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal) && !text.Contains('\\', StringComparison.Ordinal);
        if (text.Length > 0 && !onHost && !(Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps))
        {
            block.Report("url", $"is '{text}'; use an https URL or a path that starts with '/'");
        }

        return text;
    }
}

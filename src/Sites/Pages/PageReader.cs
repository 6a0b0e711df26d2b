using System.Text.Json;

namespace SiteBuilder.Sites.Pages;

/// <summary>
/// Reads a page from JSON and reports every problem at its field. Written by hand and not bound to types, because an editor
/// is to be told what is wrong in the words of the API: unknown fields, wrong types and broken rules alike.
/// </summary>
public sealed class PageReader
{
    /// <summary>The longest title, in characters.</summary>
    public const int MaxTitle = 120;

    /// <summary>The most blocks of one page.</summary>
    public const int MaxBlocks = 200;

    /// <summary>The longest text of a block, in characters.</summary>
    public const int MaxText = 10_000;

    private readonly PageProblems _problems = new();

    private PageReader()
    {
    }

    /// <summary>Reads a page.</summary>
    /// <param name="json">The request's body.</param>
    /// <param name="problems">What is wrong; empty when a page is returned.</param>
    /// <returns>The page, or null when there is a problem.</returns>
    public static PageContent? Read(JsonElement json, out PageProblems problems)
    {
        var reader = new PageReader();
        var page = reader.Page(json);
        problems = reader._problems;
        return problems.None ? page : null;
    }

    private PageContent? Page(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            _problems.Add("", $"is {Kind(json)}; send an object with 'title' and 'blocks'");
            return null;
        }

        RefuseOthers(json, "", ["title", "blocks"]);
        return new PageContent(Text(json, "", "title", MaxTitle), Blocks(json));
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
            _problems.Add("blocks", $"is {Kind(blocks)}; send a list of blocks");
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
            _problems.Add(at, $"is {Kind(json)}; send an object with 'type'");
            return null;
        }

        var type = json.TryGetProperty("type", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        switch (type)
        {
            case "heading":
                RefuseOthers(json, at + ".", ["type", "text"]);
                return new HeadingBlock(Text(json, at + ".", "text", MaxTitle));
            case "text":
                RefuseOthers(json, at + ".", ["type", "text"]);
                return new TextBlock(Text(json, at + ".", "text", MaxText));
            case "image":
                RefuseOthers(json, at + ".", ["type", "url", "alt"]);
                return new ImageBlock(ImageUrl(json, at + "."), Text(json, at + ".", "alt", MaxTitle));
            default:
                _problems.Add(at + ".type", type is null ? "is missing; use 'heading', 'text' or 'image'" : $"is '{type}'; use 'heading', 'text' or 'image'");
                return null;
        }
    }

    private string ImageUrl(JsonElement json, string prefix)
    {
        var text = Text(json, prefix, "url", 2000);
        var onHost = text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal) && !text.Contains('\\', StringComparison.Ordinal);
        if (text.Length > 0 && !onHost && !(Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps))
        {
            _problems.Add(prefix + "url", $"is '{text}'; use an https URL or a path that starts with '/'");
        }

        return text;
    }

    private string Text(JsonElement json, string prefix, string name, int longest)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            _problems.Add(prefix + name, "is missing");
            return "";
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            _problems.Add(prefix + name, $"is {Kind(value)}; send a text");
            return "";
        }

        var text = Unpaired(value) is { } whole ? whole.Trim() : null;
        if (text is null || text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
        {
            _problems.Add(prefix + name, "has characters that are not text");
            return "";
        }

        if (text.Length == 0)
        {
            _problems.Add(prefix + name, "is empty");
        }
        else if (text.Length > longest)
        {
            _problems.Add(prefix + name, $"is {text.Length} characters long; at most {longest} are allowed");
        }

        return text;
    }

    /// <summary>The text, or null where it holds half of a surrogate pair, which no database takes.</summary>
    private static string? Unpaired(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private void RefuseOthers(JsonElement json, string prefix, string[] known)
    {
        foreach (var name in json.EnumerateObject().Select(property => property.Name).Where(name => !known.Contains(name)))
        {
            _problems.Add(prefix + name, $"is not known; known are {string.Join(", ", known.Select(field => $"'{field}'"))}");
        }
    }

    private static string Kind(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}

using System.Text.Json.Nodes;

namespace SiteBuilder.Storefront.Editor.Drafts;

/// <summary>A type of block, as people call it.</summary>
/// <param name="Type">Its type in Sites.</param>
/// <param name="Name">Its name for people.</param>
internal sealed record BlockKind(string Type, string Name)
{
    /// <summary>Blocks that hold others.</summary>
    public const string Columns = "columns";

    /// <summary>All types that can be added, the usual ones first.</summary>
    public static IReadOnlyList<BlockKind> All { get; } =
    [
        new("heading", "Heading"),
        new("text", "Text"),
        new("richtext", "Formatted text"),
        new("image", "Picture"),
        new("gallery", "Gallery"),
        new(Columns, "Columns"),
        new("button", "Button"),
        new("form", "Form"),
    ];

    /// <summary>The name of a block's type.</summary>
    public static string NameOf(string type) => All.FirstOrDefault(kind => kind.Type == type)?.Name ?? "Block of a newer type";

    /// <summary>A new block of a type; null where there is no such type.</summary>
    public static JsonObject? New(string type) => type switch
    {
        "heading" or "text" => new() { ["type"] = type, ["text"] = "" },
        "richtext" => new() { ["type"] = type, ["paragraphs"] = new JsonArray(NewPart("paragraphs")) },
        "image" => new() { ["type"] = type, ["url"] = "", ["alt"] = "" },
        "gallery" => new() { ["type"] = type, ["images"] = new JsonArray(NewPart("images")) },
        Columns => new() { ["type"] = type, [Columns] = new JsonArray(NewPart(Columns), NewPart(Columns)) },
        "button" => new() { ["type"] = type, ["text"] = "", ["url"] = "" },
        "form" => new() { ["type"] = type, ["name"] = "contact", ["fields"] = new JsonArray(NewPart("fields")), ["submit"] = "Send", ["thanks"] = "Thank you." },
        _ => null,
    };

    /// <summary>A new entry of a list within a block; null where there is no such list.</summary>
    public static JsonObject? NewPart(string list) => list switch
    {
        "paragraphs" => new() { ["style"] = "plain", ["spans"] = new JsonArray() },
        "images" => new() { ["url"] = "", ["alt"] = "" },
        Columns => new() { ["blocks"] = new JsonArray() },
        "fields" => new() { ["name"] = "", ["label"] = "", ["kind"] = "text", ["required"] = false },
        _ => null,
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Storefront.Editor.Drafts;

/// <summary>Reads the draft of a page from the fields of the editor's form.</summary>
internal static class DraftForm
{
    private static readonly HashSet<string> Lists = ["blocks", "columns", "images", "paragraphs", "fields"];

    /// <summary>The title and the blocks; fields that are no part of a page are left alone.</summary>
    public static JsonObject Read(IFormCollection form)
    {
        var draft = new DraftNode();
        foreach (var (name, values) in form)
        {
            if (FieldPath.Parse(name) is { } path && (name == "title" || path[0] is "blocks"))
            {
                Put(draft, path, values.ToString().ReplaceLineEndings("\n"));
            }
        }

        var content = Object(draft);
        content.TryAdd("title", "");
        content.TryAdd("blocks", new JsonArray());
        return content;
    }

    private static void Put(DraftNode node, IReadOnlyList<object> path, string value)
    {
        foreach (var part in path)
        {
            node = part is string name ? node.Member(name) : node.Item((int)part);
        }

        node.Value = value;
    }

    // what is no list is a single value: objects are entries of lists, nowhere else
    private static JsonNode Json(DraftNode node, string name) =>
        Lists.Contains(name) ? new JsonArray([.. node.Items.Values.Select(item => Item(item, name))]) : Value(node, name);

    private static JsonNode Item(DraftNode item, string list) => list switch
    {
        // a block of a type that this version does not know is handed back as it came
        "blocks" when item.Members.TryGetValue("json", out var json) => Parsed(json.Value),
        "paragraphs" => new JsonObject
        {
            ["style"] = item.Member("style").Value ?? "plain",
            ["spans"] = RichTextSyntax.Read(item.Member("text").Value ?? ""),
        },
        "fields" => FormField(item),
        _ => Object(item),
    };

    // a box that is not ticked is not sent
    private static JsonObject FormField(DraftNode node)
    {
        var field = Object(node);
        field.TryAdd("required", false);
        return field;
    }

    private static JsonObject Object(DraftNode node) =>
        new(node.Members.Select(member => KeyValuePair.Create<string, JsonNode?>(member.Key, Json(member.Value, member.Key))));

    private static JsonNode Value(DraftNode node, string name) => name == "required" ? JsonValue.Create(node.Value == "true") : JsonValue.Create(node.Value ?? "");

    private static JsonNode Parsed(string? json)
    {
        try
        {
            return JsonNode.Parse(json ?? "") is JsonObject block && BlockKind.All.All(kind => kind.Type != block.TextAt("type")) ? block : new JsonObject();
        }
        catch (JsonException)
        {
            return new JsonObject();
        }
    }
}

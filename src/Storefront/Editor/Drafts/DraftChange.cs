using System.Text.Json.Nodes;

namespace SiteBuilder.Storefront.Editor.Drafts;

/// <summary>What one of the form's buttons did to the draft.</summary>
/// <param name="Said">What happened, in words.</param>
/// <param name="Focus">The id of the element where the user goes on.</param>
internal sealed record DraftChange(string Said, string Focus)
{
    /// <summary>Does <c>add blocks heading</c>, <c>up blocks[1]</c>, <c>down blocks[0]</c> or <c>remove blocks[0].images[2]</c>; null where it makes no sense.</summary>
    public static DraftChange? Apply(JsonObject draft, string command)
    {
        if (command.Split(' ') is not [var verb, var path, .. var rest] || FieldPath.Parse(path) is not { } parts)
        {
            return null;
        }

        if (verb == "add")
        {
            return Find(draft, parts) is JsonArray list ? Add(list, path, (string)parts[^1], rest is [var type] ? type : "") : null;
        }

        return parts[^1] is int index && Find(draft, [.. parts.SkipLast(1)]) is JsonArray items && index < items.Count
            ? Place(items, path[..path.LastIndexOf('[')], index, verb)
            : null;
    }

    private static DraftChange? Add(JsonArray list, string path, string name, string type)
    {
        if ((name == "blocks" ? BlockKind.New(type) : BlockKind.NewPart(name)) is not { } item)
        {
            return null;
        }

        list.Add(item);
        return new DraftChange($"{Noun(name, item)} added at the end, {list.Count} of {list.Count}.", FieldPath.Id($"{path}[{list.Count - 1}]"));
    }

    private static DraftChange? Place(JsonArray items, string path, int index, string verb)
    {
        var item = (JsonObject)items[index]!;
        var noun = Noun(path[(path.LastIndexOf('.') + 1)..], item);
        switch (verb)
        {
            case "up" when index > 0:
                Move(items, index, index - 1);
                return new DraftChange($"{noun} moved up, now {index} of {items.Count}.", FieldPath.Id($"{path}[{index - 1}]") + (index > 1 ? "-up" : "-down"));
            case "down" when index < items.Count - 1:
                Move(items, index, index + 1);
                return new DraftChange($"{noun} moved down, now {index + 2} of {items.Count}.", FieldPath.Id($"{path}[{index + 1}]") + (index + 2 < items.Count ? "-down" : "-up"));
            case "remove":
                items.RemoveAt(index);
                return new DraftChange(
                    $"{noun} removed, {items.Count} left.",
                    items.Count > 0 ? FieldPath.Id($"{path}[{Math.Min(index, items.Count - 1)}]") : FieldPath.Id(path) + "-add");
            default:
                return null;
        }
    }

    private static void Move(JsonArray items, int from, int to)
    {
        var item = items[from];
        items.RemoveAt(from);
        items.Insert(to, item);
    }

    private static string Noun(string list, JsonObject item) => list switch
    {
        "blocks" => BlockKind.NameOf(item.TextAt("type")),
        "images" => "Picture",
        "columns" => "Column",
        "fields" => "Field",
        _ => "Paragraph",
    };

    private static JsonNode? Find(JsonNode? node, IReadOnlyList<object> path)
    {
        foreach (var part in path)
        {
            node = part switch
            {
                string name => node is JsonObject holder ? holder[name] : null,
                int index => node is JsonArray list && index < list.Count ? list[index] : null,
                _ => null,
            };
        }

        return node;
    }
}

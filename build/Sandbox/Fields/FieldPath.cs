using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Fields;

/// <summary>The elements of paths into objects.</summary>
internal static class FieldPath
{
    public static string Field(string name) => $"f:{name}";

    /// <summary>How a list's element is told from the others; null in a list that is taken as a whole.</summary>
    public static string? Element(JsonNode? item, FieldSchema list)
    {
        if (list.List == ListType.Set) return $"v:{JsonText.Text(item)}";
        if (list.List != ListType.Map || item is not JsonObject obj) return null;
        var keys = new JsonObject();
        foreach (var key in list.Keys.Order(StringComparer.Ordinal))
        {
            var value = obj[key] ?? list.Element!.Type?.Find(key)?.Default;
            if (value is not null) keys[key] = value.DeepClone();
        }
        return $"k:{JsonText.Text(keys)}";
    }

    /// <summary>As errors write it: <c>.name</c>, <c>[name="c"]</c>, <c>[="value"]</c>.</summary>
    public static string Describe(string element)
    {
        var text = element[2..];
        return element[0] switch
        {
            'f' => $".{text}",
            'v' => $"[={text}]",
            'k' when JsonNode.Parse(text) is JsonObject keys => $"[{string.Join(",", keys.Select(k => $"{k.Key}={JsonText.Text(k.Value)}"))}]",
            _ => $"[{text}]",
        };
    }

    /// <summary>The schema of what an element leads to.</summary>
    public static FieldSchema Child(FieldSchema schema, string element) => element[0] == 'f' ? Named(schema, element[2..]) : schema.Element ?? FieldSchema.Anything;

    public static FieldSchema Named(FieldSchema schema, string name) => schema.Shape switch
    {
        Shape.Struct => schema.Type!.Find(name) ?? FieldSchema.Deduced,
        Shape.Map => schema.Element!,
        _ => FieldSchema.Deduced,
    };

    /// <summary>The schema as it holds for a value: where nothing is declared, objects are merged and lists replaced.</summary>
    public static FieldSchema Resolve(FieldSchema schema, JsonNode? value) =>
        schema.Deduces && value is JsonObject ? new FieldSchema { Shape = Shape.Map, Element = FieldSchema.Deduced } : schema;
}

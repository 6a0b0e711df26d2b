using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Functions;
using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Schemas;

/// <summary>JSON as values of CEL.</summary>
internal static class SchemaData
{
    private static readonly JsonObject Anything = [];

    /// <summary>A value whose schema is not known.</summary>
    public static object? Value(JsonNode? node) => Value(node, Anything, false);

    /// <summary>A value in the types that its schema gives it. Fields that the schema does not declare are kept for comparison.</summary>
    public static object? Value(JsonNode? node, JsonObject schema, bool isRoot)
    {
        switch (node)
        {
            case null:
                return null;
            case JsonObject obj:
                return Map(obj, schema, isRoot);
            case JsonArray list:
                var items = schema.Object("items") ?? Anything;
                var values = list.Select(i => Value(i, items, SchemaTypes.IsResource(items))).ToList();
                var keys = schema.Text("x-kubernetes-list-type") == "map" ? schema.Texts("x-kubernetes-list-map-keys").Select(k => FieldNames.Escape(k) ?? k).ToList() : null;
                return new ListValue(values, keys, schema.Text("x-kubernetes-list-type") == "set");
            default:
                return Scalar(node.AsValue(), schema);
        }
    }

    private static MapValue Map(JsonObject obj, JsonObject schema, bool isRoot)
    {
        var result = new MapValue();
        var values = schema["additionalProperties"] as JsonObject ?? Anything;
        var properties = SchemaTypes.Properties(schema, isRoot).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, item) in obj)
        {
            var declared = properties.TryGetValue(name, out var property);
            var part = declared ? property! : values;
            result.Set(declared ? FieldNames.Escape(name) ?? name : name, Value(item, part, SchemaTypes.IsResource(part)));
        }
        return result;
    }

    private static object Scalar(JsonValue value, JsonObject schema)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                return Text(value.GetValue<string>(), schema);
            case JsonValueKind.Number:
                var number = JsonAccess.Whole(value);
                if (schema.Text("type") == "number" || number is null || (schema.Text("type") is null && value.TryGetValue(out double _) && !value.TryGetValue(out long _) && !value.TryGetValue(out int _)))
                {
                    return double.Parse(value.ToString(), CultureInfo.InvariantCulture);
                }
                return number.Value;
            default:
                return value.GetValueKind() == JsonValueKind.True;
        }
    }

    private static object Text(string text, JsonObject schema) => (schema.Text("type"), schema.Text("format")) switch
    {
        ("string", "byte") => Convert.FromBase64String(text),
        ("string", "duration") => TimeFunctions.SchemaDuration(text),
        ("string", "date") => DateTimeOffset.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        ("string", "date-time") => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        _ => text,
    };
}

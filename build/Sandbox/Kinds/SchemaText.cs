using System.Globalization;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Kinds;

/// <summary>
/// Reads one field of kinds.json: a form - <c>string</c>, <c>[T]</c>, <c>{T}</c>, a type's name - and then words on how it
/// merges: <c>atomic</c>, <c>set</c>, <c>map=keys</c>, <c>merge=key</c>, <c>retainKeys</c>, <c>replace</c>, <c>enum=a|b</c>,
/// <c>required</c>, <c>always</c> (written without a value too), <c>pointer</c> (keeps a zero), <c>n=number</c> (in the binary form), <c>default=value</c>.
/// </summary>
internal static class SchemaText
{
    public static FieldSchema Parse(string text, Func<string, TypeSchema> type)
    {
        var words = text.Split(' ');
        var options = words.Skip(1).Select(w => w.Split('=', 2)).ToDictionary(w => w[0], w => w.Length > 1 ? w[1] : "", StringComparer.Ordinal);
        var schema = Form(words[0], type);
        return schema with
        {
            AtomicMap = schema.Shape is Shape.Map or Shape.Struct && options.ContainsKey("atomic"),
            List = options.ContainsKey("set") ? ListType.Set : options.ContainsKey("map") ? ListType.Map : ListType.Atomic,
            Keys = options.TryGetValue("map", out var keys) ? keys.Split(',') : [],
            Merges = options.ContainsKey("merge"),
            MergeKey = options.GetValueOrDefault("merge") is { Length: > 0 } key ? key : null,
            RetainsKeys = options.ContainsKey("retainKeys"),
            Replaces = options.ContainsKey("replace"),
            Enum = options.TryGetValue("enum", out var values) ? values.Split('|') : [],
            Required = options.ContainsKey("required"),
            Always = options.ContainsKey("always"),
            Number = options.GetValueOrDefault("n") ?? "",
            KeepsZero = options.ContainsKey("pointer"),
            Default = options.TryGetValue("default", out var value) ? DefaultValue(schema.Shape, value) : null,
        };
    }

    private static FieldSchema Form(string text, Func<string, TypeSchema> type) => text[0] switch
    {
        '[' => new FieldSchema { Shape = Shape.List, Element = Form(text[1..^1], type) },
        '{' => new FieldSchema { Shape = Shape.Map, Element = Form(text[1..^1], type) },
        _ => text switch
        {
            "string" => FieldSchema.Text,
            "int32" => new FieldSchema { Shape = Shape.Int32 },
            "int64" => new FieldSchema { Shape = Shape.Int64 },
            "double" => new FieldSchema { Shape = Shape.Number },
            "bool" => new FieldSchema { Shape = Shape.Boolean },
            "quantity" => new FieldSchema { Shape = Shape.Quantity },
            "intstr" => new FieldSchema { Shape = Shape.IntOrString },
            "time" => new FieldSchema { Shape = Shape.Time },
            "microtime" => new FieldSchema { Shape = Shape.MicroTime },
            "bytes" => new FieldSchema { Shape = Shape.Bytes },
            "any" => FieldSchema.Anything,
            _ => new FieldSchema { Shape = Shape.Struct, Type = type(text) },
        },
    };

    private static JsonNode DefaultValue(Shape shape, string text) => shape switch
    {
        Shape.Int32 or Shape.Int64 => JsonValue.Create(long.Parse(text, CultureInfo.InvariantCulture)),
        Shape.Boolean => JsonValue.Create(bool.Parse(text)),
        _ => JsonValue.Create(text),
    };
}

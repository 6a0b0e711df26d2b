using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Schemas;

/// <summary>The types that expressions see in the place of a structural schema.</summary>
internal static class SchemaTypes
{
    private static readonly JsonObject Text = new() { ["type"] = "string" };

    /// <summary>Null where expressions do not see values of the schema.</summary>
    /// <param name="isRoot">The schema is that of a whole object: the name of its kind and its own name belong to it.</param>
    public static CelType? Of(JsonObject schema, bool isRoot)
    {
        if (schema.Flag("x-kubernetes-int-or-string")) return CelType.Dyn;
        switch (schema.Text("type"))
        {
            case "array":
                return schema.Object("items") is { } items && Of(items, IsResource(items)) is { } element ? CelType.List(element) : null;
            case "object" when !isRoot && schema["additionalProperties"] is JsonObject values:
                return Of(values, IsResource(values)) is { } value ? CelType.Map(CelType.String, value) : null;
            case "object":
                return CelType.Object("object", Fields(Properties(schema, isRoot)));
            case "string":
                return schema.Text("format") switch { "byte" => CelType.Bytes, "duration" => CelType.Duration, "date" or "date-time" => CelType.Timestamp, _ => CelType.String };
            case "boolean":
                return CelType.Bool;
            case "number":
                return CelType.Double;
            case "integer":
                return CelType.Int;
            default:
                return null;
        }
    }

    public static bool IsResource(JsonObject schema) => schema.Flag("x-kubernetes-embedded-resource");

    /// <summary>The declared fields; those that every object has are added to a whole object.</summary>
    public static IEnumerable<KeyValuePair<string, JsonObject>> Properties(JsonObject schema, bool isRoot)
    {
        var own = (schema.Object("properties") ?? []).Where(p => p.Value is JsonObject).Select(p => KeyValuePair.Create(p.Key, (JsonObject)p.Value!));
        if (!isRoot) return own;
        var metadata = schema.Object("properties", "metadata");
        var named = metadata.Object("properties", "name") is not null && metadata.Object("properties", "generateName") is not null;
        return own.Where(p => p.Key is not ("kind" or "apiVersion") && (p.Key != "metadata" || named))
            .Concat([KeyValuePair.Create("kind", Text), KeyValuePair.Create("apiVersion", Text)])
            .Concat(named ? [] : [KeyValuePair.Create("metadata", Metadata())]);
    }

    private static JsonObject Metadata() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["name"] = Text.DeepClone(), ["generateName"] = Text.DeepClone() },
    };

    private static Dictionary<string, CelType> Fields(IEnumerable<KeyValuePair<string, JsonObject>> properties)
    {
        var fields = new Dictionary<string, CelType>(StringComparer.Ordinal);
        foreach (var (name, property) in properties)
        {
            if (FieldNames.Escape(name) is { } escaped && Of(property, IsResource(property)) is { } type) fields[escaped] = type;
        }
        return fields;
    }
}

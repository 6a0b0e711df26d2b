using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Kinds;

/// <summary>Reads the structural schema of a custom resource.</summary>
internal static class CustomSchema
{
    public static TypeSchema Build(JsonObject schema, string kind)
    {
        var type = Struct(schema, kind);
        Embedded(type);
        return type;
    }

    /// <summary>What every object has.</summary>
    private static void Embedded(TypeSchema type)
    {
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"]) type.Fields[name] = FieldSchema.Text;
        type.Fields["metadata"] = new FieldSchema { Shape = Shape.Struct, Type = KindTable.Type("meta.v1.ObjectMeta") };
    }

    public static IReadOnlyList<TableColumn> Columns(JsonObject version)
    {
        var columns = new List<TableColumn> { new("Name", "string", "name", "", 0) };
        var own = version.Objects("additionalPrinterColumns").ToList();
        columns.AddRange(own.Select(c => new TableColumn(
            c.Text("name") ?? "", c.Text("type") ?? "string", c.Text("format") ?? "", c.Text("description") ?? "", (int)(c.Number("priority") ?? 0), c.Text("jsonPath"))));
        if (own.Count == 0) columns.Add(new TableColumn("Age", "date", "", "", 0, ".metadata.creationTimestamp"));
        return columns;
    }

    private static TypeSchema Struct(JsonObject schema, string name)
    {
        var type = new TypeSchema(name)
        {
            KeepsUnknown = schema.Flag("x-kubernetes-preserve-unknown-fields"),
            Atomic = schema.Text("x-kubernetes-map-type") == "atomic",
        };
        var required = schema.Texts("required").ToHashSet(StringComparer.Ordinal);
        foreach (var (field, value) in schema.Object("properties") ?? [])
        {
            if (value is JsonObject property) type.Fields[field] = Field(property, $"{name}.{field}") with { Required = required.Contains(field) };
        }
        if (schema.Flag("x-kubernetes-embedded-resource")) Embedded(type);
        return type;
    }

    /// <summary>One place of an object and what is below it.</summary>
    public static FieldSchema Field(JsonObject schema, string name)
    {
        var field = schema.Text("type") switch
        {
            "object" when schema["additionalProperties"] is JsonObject values => new FieldSchema { Shape = Shape.Map, Element = Field(values, name) },
            "object" when schema.Flag("additionalProperties") => new FieldSchema { Shape = Shape.Map, Element = FieldSchema.Deduced },
            "object" => new FieldSchema { Shape = Shape.Struct, Type = Struct(schema, name) },
            "array" => new FieldSchema { Shape = Shape.List, Element = Field(schema.Object("items") ?? [], name) },
            "string" => FieldSchema.Text,
            "integer" => new FieldSchema { Shape = Shape.Int64 },
            "number" => new FieldSchema { Shape = Shape.Number },
            "boolean" => new FieldSchema { Shape = Shape.Boolean },
            _ => schema.Flag("x-kubernetes-int-or-string") ? new FieldSchema { Shape = Shape.IntOrString } : FieldSchema.Deduced,
        };
        return field with
        {
            List = schema.Text("x-kubernetes-list-type") switch { "map" => ListType.Map, "set" => ListType.Set, _ => ListType.Atomic },
            Keys = [.. schema.Texts("x-kubernetes-list-map-keys")],
            AtomicMap = schema.Text("x-kubernetes-map-type") == "atomic",
            Default = schema["default"],
            Rules = schema,
        };
    }
}

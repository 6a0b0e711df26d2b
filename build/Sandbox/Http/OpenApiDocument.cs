using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Writes type schemas as OpenAPI.</summary>
internal sealed class OpenApiDocument
{
    private readonly string _prefix;
    private readonly bool _v3;
    private readonly Dictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);

    private OpenApiDocument(bool v3) => (_v3, _prefix) = (v3, v3 ? "#/components/schemas/" : "#/definitions/");

    public static JsonObject V3(List<ResourceKind> kinds)
    {
        var document = new OpenApiDocument(v3: true);
        var paths = new JsonObject();
        foreach (var kind in kinds)
        {
            document.Add(kind);
            paths[Path(kind)] = Operations(kind, $"#/components/schemas/{Name(kind)}", v3: true);
        }
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = Info(),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = document.Schemas() },
        };
    }

    public static JsonObject V2(List<ResourceKind> kinds)
    {
        var document = new OpenApiDocument(v3: false);
        var paths = new JsonObject();
        foreach (var kind in kinds)
        {
            document.Add(kind);
            paths[Path(kind)] = Operations(kind, $"#/definitions/{Name(kind)}", v3: false);
        }
        return new JsonObject { ["swagger"] = "2.0", ["info"] = Info(), ["paths"] = paths, ["definitions"] = document.Schemas() };
    }

    /// <summary>A path that can only be read.</summary>
    public static JsonObject Plain(string path, string answers) => new()
    {
        ["openapi"] = "3.0.0",
        ["info"] = Info(),
        ["paths"] = new JsonObject
        {
            [path] = new JsonObject
            {
                ["get"] = new JsonObject { ["description"] = answers, ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } } },
            },
        },
    };

    private static JsonObject Info() => new() { ["title"] = "Kubernetes", ["version"] = "v1.36.0" };

    private static string Path(ResourceKind kind) =>
        (kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.GroupVersion}") + (kind.Namespaced ? "/namespaces/{namespace}/" : "/") + kind.Plural + "/{name}";

    /// <summary>What a client looks for to know whether the server can dry-run and validate.</summary>
    private static JsonObject Operations(ResourceKind kind, string schema, bool v3)
    {
        static JsonObject Parameter(string name, bool v3) => v3
            ? new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true } }
            : new JsonObject { ["name"] = name, ["in"] = "query", ["type"] = "string", ["uniqueItems"] = true };
        var gvk = Gvk(kind);
        JsonObject Operation(string action) => new()
        {
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = gvk.DeepClone(),
            ["parameters"] = new JsonArray(Parameter("dryRun", v3), Parameter("fieldManager", v3), Parameter("fieldValidation", v3)),
            ["responses"] = new JsonObject
            {
                ["200"] = v3
                    ? new JsonObject { ["description"] = "OK", ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = schema } } } }
                    : new JsonObject { ["description"] = "OK", ["schema"] = new JsonObject { ["$ref"] = schema } },
            },
        };
        return new JsonObject { ["get"] = Operation("get"), ["put"] = Operation("put"), ["patch"] = Operation("patch"), ["delete"] = Operation("delete") };
    }

    private static JsonObject Gvk(ResourceKind kind) => new() { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = kind.Version };

    private void Add(ResourceKind kind)
    {
        var name = Name(kind);
        var schema = kind.IsCustom && kind.Custom!["schema"]?["openAPIV3Schema"] is JsonObject own ? Custom(own) : Struct(kind.Type);
        schema["x-kubernetes-group-version-kind"] = new JsonArray(Gvk(kind));
        _schemas[name] = schema;
    }

    private JsonObject Custom(JsonObject own)
    {
        var schema = (JsonObject)own.DeepClone();
        if (schema["properties"] is not JsonObject properties) schema["properties"] = properties = [];
        properties["apiVersion"] = new JsonObject { ["type"] = "string" };
        properties["kind"] = new JsonObject { ["type"] = "string" };
        properties["metadata"] = Field(new FieldSchema { Shape = Shape.Struct, Type = KindTable.Type("meta.v1.ObjectMeta") }, null);
        return schema;
    }

    private JsonObject Schemas() => new(_schemas.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value)));

    private static string Name(ResourceKind kind) =>
        kind.IsCustom ? $"{string.Join('.', kind.Group.Split('.').Reverse())}.{kind.Version}.{kind.Kind}" : Name(kind.Type);

    private static string Name(TypeSchema type) => type.Name.StartsWith("meta.", StringComparison.Ordinal) ? $"io.k8s.apimachinery.pkg.apis.{type.Name}"
        : type.Name.StartsWith("apiextensions.", StringComparison.Ordinal) ? $"io.k8s.apiextensions-apiserver.pkg.apis.{type.Name}" : $"io.k8s.api.{type.Name}";

    private JsonObject Struct(TypeSchema type)
    {
        var schema = new JsonObject { ["type"] = "object" };
        if (Descriptions.All.Of(type) is { } description) schema["description"] = description;
        var required = type.Fields.Where(f => f.Value.Required).Select(f => (JsonNode?)JsonValue.Create(f.Key)).ToArray();
        if (required.Length > 0) schema["required"] = new JsonArray(required);
        schema["properties"] = new JsonObject(type.Fields.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)Field(f.Value, Descriptions.All.Of(type, f.Key)))));
        if (type.Atomic) schema["x-kubernetes-map-type"] = "atomic";
        return schema;
    }

    private JsonObject Reference(TypeSchema type)
    {
        var name = Name(type);
        if (_schemas.TryAdd(name, [])) _schemas[name] = Struct(type);
        return new JsonObject { ["$ref"] = _prefix + name };
    }

    private JsonObject Field(FieldSchema field, string? description)
    {
        var schema = Form(field);
        // OpenAPI 3 gives a reference no siblings
        if (description is not null && _v3 && schema.ContainsKey("$ref")) schema = new JsonObject { ["allOf"] = new JsonArray(schema) };
        if (description is not null) schema["description"] = description;
        if (field.Default is not null && field.Shape != Shape.Struct) schema["default"] = field.Default.DeepClone();
        if (field.Enum.Count > 0) schema["enum"] = new JsonArray([.. field.Enum.Select(e => JsonValue.Create(e))]);
        if (field.Shape == Shape.List && field.List != ListType.Atomic) schema["x-kubernetes-list-type"] = field.List == ListType.Map ? "map" : "set";
        if (field.Keys.Count > 0) schema["x-kubernetes-list-map-keys"] = new JsonArray([.. field.Keys.Select(k => JsonValue.Create(k))]);
        if (field.Merges) schema["x-kubernetes-patch-strategy"] = field.RetainsKeys ? "merge,retainKeys" : "merge";
        if (field.MergeKey is not null) schema["x-kubernetes-patch-merge-key"] = field.MergeKey;
        return schema;
    }

    private JsonObject Form(FieldSchema field) => field.Shape switch
    {
        Shape.String => new() { ["type"] = "string" },
        Shape.Int32 => new() { ["type"] = "integer", ["format"] = "int32" },
        Shape.Int64 => new() { ["type"] = "integer", ["format"] = "int64" },
        Shape.Number => new() { ["type"] = "number", ["format"] = "double" },
        Shape.Boolean => new() { ["type"] = "boolean" },
        Shape.Quantity => new() { ["type"] = "string" },
        Shape.IntOrString => new() { ["type"] = "string", ["format"] = "int-or-string" },
        Shape.Time or Shape.MicroTime => new() { ["type"] = "string", ["format"] = "date-time" },
        Shape.Bytes => new() { ["type"] = "string", ["format"] = "byte" },
        Shape.List => new() { ["type"] = "array", ["items"] = Form(field.Element!) },
        Shape.Map => new() { ["type"] = "object", ["additionalProperties"] = Form(field.Element!) },
        Shape.Struct => Reference(field.Type!),
        _ => new() { ["type"] = "object" },
    };
}

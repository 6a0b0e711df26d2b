using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Fields;

/// <summary>Checks a configuration that is applied: only declared fields, each of its type, no element twice.</summary>
internal sealed class SchemaCheck
{
    private readonly List<string> _problems = [];

    /// <exception cref="StatusException">The configuration does not fit.</exception>
    public static void Run(JsonObject config, FieldSchema schema, ResourceKind kind)
    {
        var check = new SchemaCheck();
        check.Value(config, schema, "");
        if (check._problems.Count == 0) return;
        var problems = check._problems.Count == 1 ? check._problems[0] : $"errors:\n{string.Join("\n", check._problems.Select(p => $"  {p}"))}";
        throw Refusal.Internal($"failed to create typed patch object ({Name(config, kind)}): {problems}");
    }

    /// <summary>A configuration as errors name it.</summary>
    public static string Name(JsonObject config, ResourceKind kind) => $"{config.Text("metadata", "namespace")}/{config.Text("metadata", "name")}; {Version(kind)}";

    public static string Version(ResourceKind kind) => $"{(kind.Group.Length == 0 ? $"/{kind.Version}" : kind.GroupVersion)}, Kind={kind.Kind}";

    private void Value(JsonNode? value, FieldSchema schema, string path)
    {
        if (value is null) return;
        switch (schema.Shape)
        {
            case Shape.Struct when value is JsonObject obj:
                // the first unknown field ends the look at an object
                if (!schema.Type!.KeepsUnknown && obj.Select(p => p.Key).Where(n => schema.Type.Find(n) is null).Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown)
                {
                    _problems.Add($"{path}.{unknown}: field not declared in schema");
                    break;
                }
                foreach (var (name, item) in obj)
                {
                    if (schema.Type.Find(name) is { } field) Value(item, field, $"{path}.{name}");
                }
                break;
            case Shape.Map when value is JsonObject map:
                foreach (var (name, item) in map) Value(item, schema.Element!, $"{path}.{name}");
                break;
            case Shape.List when value is JsonArray list:
                List(list, schema, path);
                break;
            case Shape.Struct or Shape.Map:
                _problems.Add($"{path}: expected map, got &{{{GoText.Of(value)}}}");
                break;
            case Shape.List:
                _problems.Add($"{path}: expected list, got &{{{GoText.Of(value)}}}");
                break;
            case Shape.Any:
                break;
            default:
                Scalar(value, schema, path);
                break;
        }
    }

    private void List(JsonArray list, FieldSchema schema, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            if (schema.List == ListType.Map && schema.Element!.Type is { } type && list[i] is JsonObject item
                && schema.Keys.All(k => !item.ContainsKey(k) && type.Find(k)?.Default is null && (type.Find(k)?.Rules is not null || type.Find(k)?.Shape != Shape.String)))
            {
                var keys = string.Join(", ", schema.Keys.Select(k => $"\"{k}\""));
                _problems.Add($"{path}: element {i}: associative list with keys has an element that omits all key fields [{keys}] (and doesn't have default values for any key fields)");
                continue;
            }
            var element = FieldPath.Element(list[i], schema);
            if (element is not null && !seen.Add(element)) _problems.Add($"{path}: duplicate entries for key {FieldPath.Describe(element)}");
            Value(list[i], schema.Element!, $"{path}{(element is null ? $"[{i}]" : FieldPath.Describe(element))}");
        }
    }

    private void Scalar(JsonNode value, FieldSchema schema, string path)
    {
        var kind = value.GetValueKind();
        var found = kind switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Number => JsonAccess.Whole(value.AsValue()) is null ? "float64" : "int64",
            JsonValueKind.Array => "[]interface {}",
            _ => "map[string]interface {}",
        };
        switch (schema.Shape)
        {
            case Shape.Int32 or Shape.Int64 or Shape.Number when kind != JsonValueKind.Number:
                _problems.Add($"{path}: expected numeric (int or float), got {found}");
                break;
            case Shape.String or Shape.Bytes or Shape.Time or Shape.MicroTime when kind != JsonValueKind.String:
                _problems.Add($"{path}: expected string, got &value.valueUnstructured{{Value:{JsonText.Text(value)}}}");
                break;
            case Shape.Boolean when kind is not (JsonValueKind.True or JsonValueKind.False):
                _problems.Add($"{path}: expected boolean, got &{{{GoText.Of(value)}}}");
                break;
            case Shape.Quantity when value is not JsonValue:
                _problems.Add($"{path}: expected any scalar, got &{{{GoText.Of(value)}}}");
                break;
        }
    }
}

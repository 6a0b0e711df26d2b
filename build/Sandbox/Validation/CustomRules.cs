using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Custom resources against their schema. Rules in CEL (x-kubernetes-validations) are not evaluated.</summary>
internal static class CustomRules
{
    public static void Check(ResourceKind kind, JsonObject obj, List<Cause> causes)
    {
        foreach (var (name, field) in kind.Type.Fields)
        {
            if (name is "apiVersion" or "kind" or "metadata") continue;
            if (obj[name] is { } value) Value(value, field.Rules!, name, causes);
            else if (field.Required) causes.Add(Cause.Required(name));
        }
    }

    private static void Value(JsonNode value, JsonObject schema, string path, List<Cause> causes)
    {
        if (!TypeHolds(value, schema, out var found))
        {
            var type = schema.Text("type");
            causes.Add(Cause.Type(path, JsonValue.Create(found), $"{path} in body must be of type {type}: \"{found}\""));
            return;
        }
        if (schema["enum"] is JsonArray values && !values.Any(v => JsonAccess.Same(v, value))) causes.Add(Cause.NotSupported(path, value.ToString(), values.Select(v => v!.ToString())));
        switch (value)
        {
            case JsonObject obj:
                Object(obj, schema, path, causes);
                break;
            case JsonArray list:
                List(list, schema, path, causes);
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.Number:
                Number(scalar, schema, path, causes);
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                Text(scalar, schema, path, causes);
                break;
        }
    }

    /// <summary>No value where one must be, in the words for the value <c>null</c>.</summary>
    private static void Null(JsonObject schema, string path, List<Cause> causes)
    {
        if (schema.Flag("nullable") || schema.Text("type") is not { } type) return;
        causes.Add(Cause.Type(path, "null", $"{path} in body must be of type {type}: \"null\""));
        if (schema["enum"] is JsonArray values) causes.Add(new Cause("FieldValueNotSupported", path, $"Unsupported value: null: supported values: {string.Join(", ", values.Select(v => JsonText.Text(v?.ToString())))}"));
    }

    private static bool TypeHolds(JsonNode value, JsonObject schema, out string found)
    {
        var kind = value.GetValueKind();
        found = kind switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => JsonAccess.Whole(value.AsValue()) is null ? "number" : "integer",
            _ => "boolean",
        };
        return schema.Text("type") is not { } type || type == found || (type == "number" && found == "integer");
    }

    private static void Object(JsonObject obj, JsonObject schema, string path, List<Cause> causes)
    {
        foreach (var name in schema.Texts("required"))
        {
            if (obj[name] is null) causes.Add(Cause.Required($"{path}.{name}"));
        }
        var properties = schema.Object("properties");
        foreach (var (name, item) in obj)
        {
            if (item is null)
            {
                if (properties?[name] is JsonObject given) Null(given, $"{path}.{name}", causes);
                continue;
            }
            if (properties?[name] is JsonObject property) Value(item, property, $"{path}.{name}", causes);
            else if (schema["additionalProperties"] is JsonObject any) Value(item, any, $"{path}.{name}", causes);
        }
        if (schema.Number("minProperties") is { } least && obj.Count < least) causes.Add(Cause.Invalid(path, obj.Count, $"{path} in body should have at least {least} properties"));
        if (schema.Number("maxProperties") is { } most && obj.Count > most) causes.Add(Cause.Invalid(path, obj.Count, $"{path} in body should have at most {most} properties"));
    }

    private static void List(JsonArray list, JsonObject schema, string path, List<Cause> causes)
    {
        if (schema.Number("minItems") is { } least && list.Count < least) causes.Add(Cause.Invalid(path, list.Count, $"{path} in body should have at least {least} items"));
        if (schema.Number("maxItems") is { } most && list.Count > most) causes.Add(new Cause("FieldValueTooMany", path, $"Too many: {list.Count}: must have at most {most} items"));
        Duplicates(list, schema, path, causes);
        if (schema.Object("items") is not { } items) return;
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is { } item) Value(item, items, $"{path}[{i}]", causes);
        }
    }

    private static void Duplicates(JsonArray list, JsonObject schema, string path, List<Cause> causes)
    {
        var keys = schema.Texts("x-kubernetes-list-map-keys").ToList();
        var type = schema.Text("x-kubernetes-list-type");
        if (type is not ("set" or "map")) return;
        var seen = new List<JsonNode?>();
        for (var i = 0; i < list.Count; i++)
        {
            var item = type == "set" ? list[i] : new JsonObject(keys.Where(k => list[i].At(k) is not null).Select(k => KeyValuePair.Create(k, list[i].At(k)?.DeepClone())));
            if (seen.Exists(s => JsonAccess.Same(s, item))) causes.Add(Cause.Duplicate($"{path}[{i}]", item));
            else seen.Add(item);
        }
    }

    private static void Number(JsonValue value, JsonObject schema, string path, List<Cause> causes)
    {
        var number = double.Parse(value.ToString(), CultureInfo.InvariantCulture);
        if (schema["minimum"] is { } minimum && number < double.Parse(minimum.ToString(), CultureInfo.InvariantCulture)) causes.Add(Cause.Invalid(path, value, $"{path} in body should be greater than or equal to {minimum}"));
        if (schema["maximum"] is { } maximum && number > double.Parse(maximum.ToString(), CultureInfo.InvariantCulture)) causes.Add(Cause.Invalid(path, value, $"{path} in body should be less than or equal to {maximum}"));
    }

    private static void Text(JsonValue value, JsonObject schema, string path, List<Cause> causes)
    {
        var text = value.GetValue<string>();
        if (schema.Number("minLength") is { } least && text.Length < least) causes.Add(Cause.Invalid(path, value, $"{path} in body should be at least {least} chars long"));
        if (schema.Number("maxLength") is { } most && text.Length > most) causes.Add(new Cause("FieldValueTooLong", path, $"Too long: may not be more than {most} bytes"));
        if (schema.Text("pattern") is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1))) causes.Add(Cause.Invalid(path, value, $"{path} in body should match '{pattern}'"));
    }
}

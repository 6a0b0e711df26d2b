using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Values against the OpenAPI schema of a custom resource.</summary>
internal static class SchemaValues
{
    /// <summary>As a real server names the place of a fault that belongs to no field.</summary>
    public const string NoField = "<nil>";

    /// <summary>The faults of a value, and how many checks it stood: that tells which of several alternatives it was meant for.</summary>
    public sealed class Outcome
    {
        public List<Cause> Causes { get; } = [];

        public int Passed { get; set; }

        public void Add(Cause cause)
        {
            if (!Causes.Contains(cause)) Causes.Add(cause);
        }

        public void Merge(Outcome other)
        {
            other.Causes.ForEach(Add);
            Passed += other.Passed;
        }
    }

    /// <param name="value">What is checked; null is the JSON null.</param>
    /// <param name="old">What stood there before: what stays as it was is not refused.</param>
    /// <param name="schema">The schema of the value.</param>
    /// <param name="path">The path of the value, empty for the whole object.</param>
    public static Outcome Check(JsonNode? value, JsonNode? old, JsonObject schema, string path)
    {
        var result = new Outcome();
        Type(value, schema, path, result);
        if (value is not null)
        {
            Alternatives(value, schema, path, result);
            switch (value)
            {
                case JsonArray list:
                    List(list, old as JsonArray, schema, path, result);
                    break;
                case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                    Text(scalar.GetValue<string>(), schema, path, result);
                    break;
                case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.Number:
                    Number(scalar, schema, path, result);
                    break;
            }
        }
        if (schema["enum"] is JsonArray allowed && !allowed.Any(v => JsonAccess.Same(v, value))) result.Add(NotAllowed(value, allowed, path));
        else result.Passed++;
        if (value is JsonObject obj) Object(obj, old as JsonObject, schema, path, result);
        result.Passed++;
        if (old is not null && JsonAccess.Same(value, old)) result.Causes.Clear();
        return result;
    }

    /// <summary>The name that a real server's memory has for the type of a value.</summary>
    public static string GoType(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "map[string]interface {}",
        JsonValueKind.Array => "[]interface {}",
        JsonValueKind.String => "string",
        JsonValueKind.Number => IsWhole(value) ? "int64" : "float64",
        _ => "bool",
    };

    private static bool IsWhole(JsonNode value) => value is JsonValue number && (number.TryGetValue(out long _) || number.TryGetValue(out int _));

    private static void Type(JsonNode? value, JsonObject schema, string path, Outcome result)
    {
        string[] types = schema.Flag("x-kubernetes-int-or-string") ? ["integer", "string"] : schema.Text("type") is { Length: > 0 } type ? [type] : [];
        if (types.Length == 0) return;
        var found = value?.GetValueKind() switch
        {
            null => "null",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => IsWhole(value) ? "integer" : "number",
            _ => "boolean",
        };
        var holds = types.Contains(found)
            || (found == "integer" && types.Contains("number"))
            || (found == "number" && types.Contains("integer") && JsonAccess.Whole(value!.AsValue()) is not null)
            || (found == "null" && schema.Flag("nullable"));
        if (holds) result.Passed += 2;
        else result.Add(Cause.Type(Place(path), found, $"{path} in body must be of type {string.Join(',', types)}: \"{found}\""));
    }

    private static Cause NotAllowed(JsonNode? value, JsonArray allowed, string path) => new("FieldValueNotSupported", Place(path),
        $"Unsupported value: {JsonText.Text(value)}: supported values: {string.Join(", ", allowed.Select(v => JsonText.Text(v is JsonValue text && text.TryGetValue(out string? s) ? s : JsonText.Text(v))))}");

    private static void Alternatives(JsonNode value, JsonObject schema, string path, Outcome result)
    {
        Outcome? Best(IEnumerable<Outcome> outcomes) => outcomes.Where(o => o.Causes.Count > 0).Aggregate((Outcome?)null, (best, o) => best is null || o.Passed > best.Passed ? o : best);
        if (Each(value, schema, "anyOf", path) is { Count: > 0 } any)
        {
            if (any.Find(o => o.Causes.Count == 0) is { } success) result.Merge(success);
            else
            {
                result.Add(Composite($"\"{path}\" must validate at least one schema (anyOf)"));
                result.Merge(Best(any)!);
            }
        }
        if (Each(value, schema, "oneOf", path) is { Count: > 0 } one)
        {
            var valid = one.Where(o => o.Causes.Count == 0).ToList();
            if (valid.Count == 1) result.Merge(valid[0]);
            else
            {
                result.Add(Composite($"\"{path}\" must validate one and only one schema (oneOf). {(valid.Count == 0 ? "Found none valid" : $"Found {valid.Count} valid alternatives")}"));
                if (valid.Count == 0) result.Merge(Best(one)!);
            }
        }
        if (Each(value, schema, "allOf", path) is { Count: > 0 } all)
        {
            all.ForEach(result.Merge);
            var valid = all.Count(o => o.Causes.Count == 0);
            if (valid < all.Count) result.Add(Composite($"\"{path}\" must validate all the schemas (allOf){(valid == 0 ? ". None validated" : "")}"));
        }
        if (schema.Object("not") is { } not && Check(value, null, not, path).Causes.Count == 0) result.Add(Composite($"\"{path}\" must not validate the schema (not)"));
        result.Passed += 2;
    }

    private static List<Outcome> Each(JsonNode value, JsonObject schema, string field, string path) => [.. schema.Objects(field).Select(s => Check(value, null, s, path))];

    private static Cause Composite(string message) => Cause.Invalid(NoField, "", message);

    private static void Text(string text, JsonObject schema, string path, Outcome result)
    {
        var length = text.EnumerateRunes().Count();
        if (schema.Number("maxLength") is { } most && length > most) result.Add(Cause.TooLong(Place(path), most));
        else if (schema.Number("minLength") is { } least && length < least) result.Add(Cause.Invalid(Place(path), text, $"{path} in body should be at least {least} chars long"));
        else if (schema.Text("pattern") is { Length: > 0 } pattern && !Regex.IsMatch(text, GoPattern.Translate(pattern), RegexOptions.None, TimeSpan.FromSeconds(1))) result.Add(Cause.Invalid(Place(path), text, $"{path} in body should match '{pattern}'"));
        result.Passed++;
        if (schema.Text("type") is not (null or "string") || schema.Text("format") is not { Length: > 0 } format) return;
        if (FormatRules.Holds(format, text)) result.Passed++;
        else result.Add(Cause.Type(Place(path), text, $"{path} in body must be of type {format}: {JsonText.Text(text)}"));
    }

    private static void Number(JsonValue value, JsonObject schema, string path, Outcome result)
    {
        var whole = IsWhole(value);
        var number = double.Parse(value.ToString(), CultureInfo.InvariantCulture);
        double? Bound(string field) => schema[field] is { } bound ? double.Parse(bound.ToString(), CultureInfo.InvariantCulture) : null;
        string Shown(double bound) => whole ? ((long)bound).ToString(CultureInfo.InvariantCulture) : bound.ToString("R", CultureInfo.InvariantCulture);
        if (schema.Text("type") == "integer" && schema.Text("format") == "int32" && number is < int.MinValue or > int.MaxValue)
        {
            result.Add(Composite($"Checked value must be of type integer with format int32 in {path}"));
        }
        if (schema.Text("type") == "integer" && !whole && JsonAccess.Whole(value) is null) result.Add(Composite($"Checked value must be of type integer (default format) in {path}"));
        // a factor below one is none for whole numbers
        if (Bound("multipleOf") is > 0 and < 1 && whole) result.Add(Cause.Invalid(Place(path), 0, $"factor MultipleOf declared for {path} must be positive: 0"));
        else if (Bound("multipleOf") is { } factor && factor > 0 && Math.Abs(number / factor - Math.Round(number / factor)) > 1e-9) result.Add(Cause.Invalid(Place(path), value, $"{path} in body should be a multiple of {Shown(factor)}"));
        if (Bound("minimum") is { } minimum)
        {
            var exclusive = schema.Flag("exclusiveMinimum");
            if (number < minimum || (exclusive && number <= minimum)) result.Add(Cause.Invalid(Place(path), value, $"{path} in body should be greater than {(exclusive ? "" : "or equal to ")}{Shown(minimum)}"));
        }
        if (Bound("maximum") is { } maximum)
        {
            var exclusive = schema.Flag("exclusiveMaximum");
            if (number > maximum || (exclusive && number >= maximum)) result.Add(Cause.Invalid(Place(path), value, $"{path} in body should be less than {(exclusive ? "" : "or equal to ")}{Shown(maximum)}"));
        }
        result.Passed += 2;
    }

    private static void List(JsonArray list, JsonArray? old, JsonObject schema, string path, Outcome result)
    {
        if (schema.Object("items") is { } items)
        {
            for (var i = 0; i < list.Count; i++) result.Merge(Check(list[i], Before(list[i], old, schema), items, $"{path}[{i}]"));
        }
        if (schema.Number("minItems") is { } least && list.Count < least) result.Add(Cause.Invalid(Place(path), list.Count, $"{path} in body should have at least {least} items"));
        if (schema.Number("maxItems") is { } most && list.Count > most) result.Add(Cause.TooMany(Place(path), list.Count, most));
        result.Passed += 2;
    }

    /// <summary>The element of the old list that has the same keys, where the list tells its elements apart by keys.</summary>
    private static JsonNode? Before(JsonNode? item, JsonArray? old, JsonObject schema)
    {
        if (old is null || item is not JsonObject || schema.Text("x-kubernetes-list-type") != "map") return null;
        var keys = schema.Texts("x-kubernetes-list-map-keys").ToList();
        return old.FirstOrDefault(o => o is JsonObject && keys.TrueForAll(k => JsonAccess.Same(o[k], item[k])));
    }

    private static void Object(JsonObject obj, JsonObject? old, JsonObject schema, string path, Outcome result)
    {
        if (schema.Number("minProperties") is { } least && obj.Count < least) result.Add(Cause.Invalid(Place(path), obj.Count, $"{path} in body should have at least {least} properties"));
        if (schema.Number("maxProperties") is { } most && obj.Count > most) result.Add(Cause.TooMany(Place(path), obj.Count, most));
        var properties = schema.Object("properties");
        if (schema["additionalProperties"] is JsonObject any)
        {
            foreach (var (name, item) in obj.Where(p => properties?.ContainsKey(p.Key) != true)) result.Merge(Check(item, old?[name], any, $"{path}.{name}"));
        }
        foreach (var (name, property) in properties ?? [])
        {
            if (property is JsonObject part && obj.TryGetPropertyValue(name, out var item)) result.Merge(Check(item, old?[name], part, path.Length == 0 ? name : $"{path}.{name}"));
        }
        foreach (var name in schema.Texts("required"))
        {
            if (!obj.ContainsKey(name) && !(path.Length == 0 && name == "metadata")) result.Add(Cause.Required(path.Length == 0 ? name : $"{path}.{name}"));
        }
        result.Passed++;
    }

    private static string Place(string path) => path.Length == 0 ? NoField : path;
}

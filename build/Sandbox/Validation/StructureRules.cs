using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>
/// Whether the schema of a custom resource is structural: every field has a type, and the alternatives within it speak of
/// fields that are declared outside of them.
/// </summary>
internal static class StructureRules
{
    private enum Level
    {
        Root,
        Item,
        Field,
    }

    /// <summary>What is wrong, in the order of the texts.</summary>
    public static List<Cause> Check(JsonObject schema, string path)
    {
        List<Cause> causes = [];
        Invariants(schema, Level.Root, path, causes);
        Complete(schema, schema, path, path, causes);
        causes.Sort((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));
        return causes;
    }

    private static void Invariants(JsonObject schema, Level level, string path, List<Cause> causes)
    {
        var type = schema.Text("type") ?? "";
        var (embedded, either, keeps) = (schema.Flag("x-kubernetes-embedded-resource"), schema.Flag("x-kubernetes-int-or-string"), schema.Flag("x-kubernetes-preserve-unknown-fields"));
        var properties = schema.Object("properties");
        if (type == "array" && schema["items"] is null) causes.Add(Cause.Required($"{path}.items", "must be specified"));
        if (schema.Object("items") is { } items) Invariants(items, Level.Item, $"{path}.items", causes);
        foreach (var (name, property) in properties ?? [])
        {
            if (property is JsonObject part && !(level == Level.Root && name == "metadata")) Invariants(part, Level.Field, $"{path}.properties[{name}]", causes);
        }
        if (schema["additionalProperties"] is { } additional)
        {
            if (level == Level.Root) causes.Add(Cause.Forbidden($"{path}.additionalProperties", "must not be used at the root"));
            if (additional is JsonObject any) Invariants(any, Level.Field, $"{path}.additionalProperties", causes);
            if (embedded) causes.Add(Cause.Forbidden($"{path}.additionalProperties", "must not be used if x-kubernetes-embedded-resource is set"));
        }
        if (either && keeps) causes.Add(Cause.Invalid($"{path}.x-kubernetes-preserve-unknown-fields", true, "must be false if x-kubernetes-int-or-string is true"));
        if (either && embedded) causes.Add(Cause.Invalid($"{path}.x-kubernetes-embedded-resource", true, "must be false if x-kubernetes-int-or-string is true"));
        Values(schema, path, causes);
        if (embedded && type != "object")
        {
            causes.Add(type.Length == 0
                ? Cause.Required($"{path}.type", "must be object if x-kubernetes-embedded-resource is true")
                : Cause.Invalid($"{path}.type", type, "must be object if x-kubernetes-embedded-resource is true"));
        }
        else if (type.Length == 0 && !either && !keeps)
        {
            causes.Add(Cause.Required($"{path}.type", level switch
            {
                Level.Root => "must not be empty at the root",
                Level.Item => "must not be empty for specified array items",
                _ => "must not be empty for specified object fields",
            }));
        }
        if (level == Level.Root && type is not ("" or "object")) causes.Add(Cause.Invalid($"{path}.type", type, "must be object at the root"));
        if (level == Level.Root || embedded) Names(properties, level, path, causes);
        if (embedded && !keeps && properties is not { Count: > 0 }) causes.Add(Cause.Required($"{path}.properties", "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields"));
    }

    /// <summary>The kind, version and metadata of an object: of the metadata a schema may speak of the name only.</summary>
    private static void Names(JsonObject? properties, Level level, string path, List<Cause> causes)
    {
        foreach (var name in (ReadOnlySpan<string>)["kind", "apiVersion"])
        {
            if (properties?[name] is { } property && property.Text("type") != "string") causes.Add(Cause.Invalid($"{path}.properties[{name}].type", property.Text("type") ?? "", "must be string"));
        }
        if (properties?["metadata"] is not JsonObject metadata) return;
        if (metadata.Text("type") != "object") causes.Add(Cause.Invalid($"{path}.properties[metadata].type", metadata.Text("type") ?? "", "must be object"));
        var others = metadata.Any(p => p.Key is not ("type" or "properties" or "default" or "description")) || (metadata.Object("properties") ?? []).Any(p => p.Key is not ("name" or "generateName"));
        if (level == Level.Root && (others || metadata["description"] is not null))
        {
            causes.Add(Cause.Forbidden($"{path}.properties[metadata]", "must not specify anything other than name and generateName, but metadata is implicitly specified"));
        }
    }

    private static void Values(JsonObject schema, string path, List<Cause> causes)
    {
        if (!IsIntOrString(schema)) Nested(schema, "anyOf", path, causes);
        var all = schema.Objects("allOf").ToList();
        for (var i = 0; i < all.Count; i++) Alternative(all[i], $"{path}.allOf[{i}]", causes, skipsAny: i == 0 && IsIntOrString(all[i]));
        Nested(schema, "oneOf", path, causes);
        if (schema.Object("not") is { } not) Alternative(not, $"{path}.not", causes);
        if (schema.Text("pattern") is { Length: > 0 } pattern && PatternProblem(pattern) is { } problem)
        {
            causes.Add(Cause.Invalid($"{path}.pattern", pattern, $"must be a valid regular expression, but isn't: {problem}"));
        }
    }

    private static string? PatternProblem(string pattern)
    {
        try
        {
            _ = new System.Text.RegularExpressions.Regex(GoPattern.Translate(pattern));
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    private static bool IsIntOrString(JsonObject schema) =>
        schema["anyOf"] is JsonArray { Count: 2 } any && any.All(a => a is JsonObject { Count: 1 }) && any[0].Text("type") == "integer" && any[1].Text("type") == "string";

    private static void Nested(JsonObject schema, string field, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var part in schema.Objects(field)) Alternative(part, $"{path}.{field}[{at++}]", causes);
    }

    private static void Alternative(JsonObject schema, string path, List<Cause> causes, bool skipsAny = false)
    {
        if (skipsAny)
        {
            schema = schema.Clone();
            schema.Remove("anyOf");
        }
        Values(schema, path, causes);
        if (schema.Object("items") is { } items) Alternative(items, $"{path}.items", causes);
        foreach (var (name, property) in schema.Object("properties") ?? [])
        {
            if (property is JsonObject part) Alternative(part, $"{path}.properties[{name}]", causes);
        }
        foreach (var (field, problem) in ((string, string)[])
        [
            ("type", "must be empty to be structural"), ("additionalProperties", "must be undefined to be structural"), ("default", "must be undefined to be structural"),
            ("title", "must be empty to be structural"), ("description", "must be empty to be structural"), ("nullable", "must be false to be structural"),
            ("x-kubernetes-preserve-unknown-fields", "must be false to be structural"), ("x-kubernetes-embedded-resource", "must be false to be structural"),
            ("x-kubernetes-int-or-string", "must be false to be structural"), ("x-kubernetes-list-map-keys", "must be empty to be structural"),
            ("x-kubernetes-list-type", "must be undefined to be structural"), ("x-kubernetes-map-type", "must be undefined to be structural"),
            ("x-kubernetes-validations", "must be empty to be structural"),
        ])
        {
            if (schema[field] is { } value && !(value is JsonValue flag && flag.TryGetValue(out bool on) && !on && field != "default")) causes.Add(Cause.Forbidden($"{path}.{field}", problem));
        }
        if (schema.At("properties", "metadata") is not null) causes.Add(Cause.Forbidden($"{path}.properties[metadata]", "must not be specified in a nested context"));
    }

    /// <summary>Every field that an alternative speaks of is declared in the schema around it.</summary>
    private static void Complete(JsonObject value, JsonObject? schema, string path, string place, List<Cause> causes)
    {
        void Part(JsonObject part, string at) => Declared(part, schema, path, at, causes);
        if (value.Object("not") is { } not) Part(not, $"{place}.not");
        foreach (var field in (ReadOnlySpan<string>)["allOf", "anyOf", "oneOf"])
        {
            var at = 0;
            foreach (var part in value.Objects(field)) Part(part, $"{place}.{field}[{at++}]");
        }
    }

    private static void Declared(JsonObject value, JsonObject? schema, string path, string place, List<Cause> causes)
    {
        if (schema is null)
        {
            causes.Add(Cause.Required(path, $"because it is defined in {place}"));
            return;
        }
        Complete(value, schema, path, place, causes);
        if (value.Object("items") is { } items) Declared(items, schema.Object("items"), $"{path}.items", $"{place}.items", causes);
        foreach (var (name, property) in value.Object("properties") ?? [])
        {
            if (property is JsonObject part) Declared(part, schema.Object("properties", name), $"{path}.properties[{name}]", $"{place}.properties[{name}]", causes);
        }
    }
}

using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Schemas;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>The schema of a custom resource, as its definition gives it.</summary>
internal static class SchemaRules
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];

    private static readonly string[] Unsupported = ["id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"];

    public static void Check(JsonObject schema, string path, bool hasStatus, List<Cause> causes)
    {
        if (hasStatus && schema.Text("type") is { Length: > 0 } type && type != "object")
        {
            causes.Add(Cause.Invalid($"{path}.type", type, "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled"));
        }
        if (schema.Flag("nullable")) causes.Add(Cause.Forbidden($"{path}.nullable", "nullable cannot be true at the root"));
        var before = causes.Count;
        var structure = Supported(schema) ? StructureRules.Check(schema, path) : [];
        causes.AddRange(structure);
        if (structure.Count == 0 && Supported(schema)) Defaults(schema, schema, path, causes);
        Part(schema, path, "", false, causes, isRoot: true);
        if (causes.Count == before) RuleCheck.Check(schema, path, causes);
    }

    /// <summary>Formats that a real server does not know and so does not check.</summary>
    public static IEnumerable<string> UnknownFormats(JsonNode? schema)
    {
        if (schema is JsonArray list)
        {
            foreach (var format in list.SelectMany(UnknownFormats)) yield return format;
        }
        if (schema is not JsonObject obj) yield break;
        if (obj.Text("format") is { Length: > 0 } own && !FormatRules.IsKnown(obj.Text("type"), own)) yield return own;
        foreach (var (name, value) in obj)
        {
            if (name is "properties" && value is JsonObject properties)
            {
                foreach (var format in properties.SelectMany(p => UnknownFormats(p.Value))) yield return format;
            }
            else if (name is "items" or "additionalProperties" or "not" or "allOf" or "anyOf" or "oneOf")
            {
                foreach (var format in UnknownFormats(value)) yield return format;
            }
        }
    }

    /// <summary>Whether a real server can read the schema at all; where not, it says no more of its structure.</summary>
    private static bool Supported(JsonNode? schema) => schema switch
    {
        JsonArray list => list.All(Supported),
        JsonObject obj => !Unsupported.Any(obj.ContainsKey) && obj.Where(p => p.Key is "items" or "additionalProperties" or "not" or "allOf" or "anyOf" or "oneOf").All(p => Supported(p.Value))
            && (obj.Object("properties") ?? []).All(p => Supported(p.Value)),
        _ => true,
    };

    private static void Defaults(JsonObject schema, JsonObject root, string path, List<Cause> causes)
    {
        if (schema["default"] is { } value)
        {
            var pruned = CustomObjects.Prune(value, CustomSchema.Field(schema, ""));
            if (!JsonAccess.Same(pruned, value)) causes.Add(Cause.Invalid($"{path}.default", value, "must not have unknown fields"));
            var faults = SchemaValues.Check(value, null, schema, "").Causes;
            if (faults.Count == 0 && RuleTree.Of(schema, SchemaTypes.IsResource(schema)) is { } rules) faults.AddRange(rules.Check(value, null, null));
            causes.AddRange(faults.Select(c => c with { Field = c.Field is "" or SchemaValues.NoField ? $"{path}.default" : $"{path}.default.{c.Field}" }));
        }
        if (schema.Object("items") is { } items) Defaults(items, root, $"{path}.items", causes);
        foreach (var (name, property) in schema.Object("properties") ?? [])
        {
            if (property is JsonObject part && !(schema == root && name is "metadata" or "kind" or "apiVersion")) Defaults(part, root, $"{path}.properties[{name}]", causes);
        }
    }

    private static void Part(JsonObject? schema, string path, string forbidsDefault, bool isMeta, List<Cause> causes, bool isRoot = false)
    {
        if (schema is null) return;
        Form(schema, path, forbidsDefault, isMeta, causes);
        if (schema.Flag("uniqueItems")) causes.Add(Cause.Forbidden($"{path}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
        var properties = schema.Object("properties");
        if (schema["additionalProperties"] is { } additional)
        {
            if (properties is { Count: > 0 } && !(additional is JsonValue flag && flag.TryGetValue(out bool all) && all)) causes.Add(Cause.Forbidden($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive"));
            Part(additional as JsonObject, $"{path}.additionalProperties", isMeta ? " inside additionalProperties applying to object metadata" : forbidsDefault, isMeta, causes);
        }
        foreach (var (name, property) in properties ?? [])
        {
            var meta = (isRoot || schema.Flag("x-kubernetes-embedded-resource")) && name is "metadata" or "kind" or "apiVersion";
            Part(property as JsonObject, $"{path}.properties[{name}]", meta && isRoot ? $" in top-level {name}" : forbidsDefault, isMeta || meta, causes);
        }
        Part(schema.Object("not"), $"{path}.not", forbidsDefault, isMeta, causes);
        foreach (var field in (ReadOnlySpan<string>)["allOf", "oneOf", "anyOf"])
        {
            var at = 0;
            foreach (var part in schema.Objects(field)) Part(part, $"{path}.{field}[{at++}]", forbidsDefault, isMeta, causes);
        }
        Part(schema.Object("items"), $"{path}.items", forbidsDefault, isMeta, causes);
        if (schema["x-kubernetes-preserve-unknown-fields"] is { } keeps && !schema.Flag("x-kubernetes-preserve-unknown-fields")) causes.Add(Cause.Invalid($"{path}.x-kubernetes-preserve-unknown-fields", keeps, "must be true or undefined"));
        SchemaListRules.Check(schema, path, causes);
        Rules(schema, path, causes);
    }

    private static void Form(JsonObject schema, string path, string forbidsDefault, bool isMeta, List<Cause> causes)
    {
        if (schema.Text("type") is { Length: > 0 } type)
        {
            causes.AddUnlessOneOf($"{path}.type", type, Types);
        }
        if (schema["default"] is not null && forbidsDefault.Length > 0) causes.Add(Cause.Forbidden($"{path}.default", $"must not be set{forbidsDefault}"));
        foreach (var field in Unsupported)
        {
            if (schema[field] is not null) causes.Add(Cause.Forbidden($"{path}.{field}", $"{field} is not supported"));
        }
        if (schema.Text("type") == "null") causes.Add(Cause.Forbidden($"{path}.type", "type cannot be set to null, use nullable as an alternative"));
        if (schema["items"] is JsonArray { Count: > 0 }) causes.Add(Cause.Forbidden($"{path}.items", "items must be a schema object and not an array"));
        if (isMeta && schema.Flag("x-kubernetes-embedded-resource")) causes.Add(Cause.Forbidden($"{path}.x-kubernetes-embedded-resource", "must not be used inside of resource meta"));
    }

    /// <summary>What surrounds the expressions of rules; the expressions are checked where nothing else is wrong.</summary>
    private static void Rules(JsonObject schema, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var rule in schema.Objects("x-kubernetes-validations"))
        {
            var place = $"{path}.x-kubernetes-validations[{at++}]";
            var (text, message) = ((rule.Text("rule") ?? "").Trim(), rule.Text("message") ?? "");
            if (text.Length == 0) causes.Add(Cause.Required($"{place}.rule", "rule is not specified"));
            else if (message.Length > 0 && message.Trim().Length == 0) causes.Add(Cause.Invalid($"{place}.message", message, "must be non-empty if specified"));
            else if (message.Trim().IndexOfAny(['\n', '\r']) >= 0) causes.Add(Cause.Invalid($"{place}.message", message, "must not contain line breaks"));
            else if (text.IndexOfAny(['\n', '\r']) >= 0 && message.Trim().Length == 0) causes.Add(Cause.Required($"{place}.message", "message must be specified if rule contains line breaks"));
            if (rule.Text("messageExpression") is { Length: > 0 } expression && expression.Trim().Length == 0) causes.Add(Cause.Required($"{place}.messageExpression", "messageExpression must be non-empty if specified"));
            causes.AddUnlessOneOf($"{place}.reason", rule.Text("reason"), "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");
            if (rule.Text("fieldPath") is not { Length: > 0 } field) continue;
            if (field.Trim().Length == 0) causes.Add(Cause.Invalid($"{place}.fieldPath", field, "must be non-empty if specified"));
            if (field.IndexOfAny(['\n', '\r']) >= 0) causes.Add(Cause.Invalid($"{place}.fieldPath", field, "must not contain line breaks"));
            if (RulePath.Read(field, schema) is null) causes.Add(Cause.Invalid($"{place}.fieldPath", field, "must be a valid path"));
        }
    }
}

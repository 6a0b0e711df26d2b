using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Custom resources against their schema and the rules in it (x-kubernetes-validations). Some faults end the check before the rules.</summary>
internal static class CustomRules
{
    private const string Unchecked = "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation";

    public static void Check(ResourceKind kind, JsonObject obj, JsonObject? old, List<Cause> causes, Action<string>? warn)
    {
        var schema = kind.Custom.Object("schema", "openAPIV3Schema") ?? [];
        var found = SchemaValues.Check(Content(obj), old is null ? null : Content(old), schema, "").Causes;
        Replicas(kind, obj, "specReplicasPath", found);
        Status(kind, obj, found);
        found.AddRange(EmbeddedRules.Check(obj, schema, ""));
        if (old is null || !ListKeys(old, schema).Any()) found.AddRange(ListKeys(obj, schema));
        Finish(kind, obj, old, found, causes, warn);
    }

    /// <summary>A write to the status alone: the paths of its faults begin there.</summary>
    public static void CheckStatus(ResourceKind kind, JsonObject obj, JsonObject old, List<Cause> causes, Action<string>? warn)
    {
        var schema = kind.Custom.Object("schema", "openAPIV3Schema") ?? [];
        List<Cause> found = [];
        if (obj["status"] is { } status && schema.Object("properties", "status") is { } part)
        {
            found.AddRange(SchemaValues.Check(status, old["status"], part, "").Causes.Select(c => c with { Field = c.Field switch { "" or SchemaValues.NoField => "status", _ => $"status.{c.Field}" } }));
        }
        Status(kind, obj, found);
        if (!ListKeys(old, schema).Any()) found.AddRange(ListKeys(obj, schema));
        Finish(kind, obj, old, found, causes, warn);
    }

    /// <summary>Finalizers without a domain may be taken by others.</summary>
    public static IEnumerable<string> Warnings(JsonObject obj, JsonObject? old)
    {
        foreach (var name in obj["metadata"].Texts("finalizers").Except(old.At("metadata").Texts("finalizers")).Order(StringComparer.Ordinal))
        {
            if (name.Contains('/', StringComparison.Ordinal) || name is "orphan" or "foregroundDeletion" or "kubernetes") continue;
            var path = name.Contains('.', StringComparison.Ordinal) ? " including a path (/)" : "";
            yield return $"metadata.finalizers: \"{name}\": prefer a domain-qualified finalizer name{path} to avoid accidental conflicts with other finalizer writers";
        }
    }

    /// <summary>What the schema speaks of: the name of the kind and the metadata are checked on their own.</summary>
    private static JsonObject Content(JsonObject obj)
    {
        var content = obj.Clone();
        content.Remove("metadata");
        return content;
    }

    private static void Finish(ResourceKind kind, JsonObject obj, JsonObject? old, List<Cause> found, List<Cause> causes, Action<string>? warn)
    {
        causes.AddRange(found);
        if (kind.Rules?.Value is not { } rules) return;
        if (found.Exists(c => c.Reason is "FieldValueNotSupported" or "FieldValueRequired" or "FieldValueTooLong" or "FieldValueTooMany" or "FieldValueTypeInvalid"))
        {
            causes.Add(Cause.Invalid(SchemaValues.NoField, null, Unchecked));
            return;
        }
        causes.AddRange(rules.Check(obj, old, warn));
    }

    private static IEnumerable<Cause> ListKeys(JsonObject obj, JsonObject schema) => ListKeyRules.Check(obj, schema, "");

    private static void Status(ResourceKind kind, JsonObject obj, List<Cause> causes)
    {
        Replicas(kind, obj, "statusReplicasPath", causes);
        if (kind.Custom.Text("subresources", "scale", "labelSelectorPath") is not { Length: > 0 } path || obj.At(path.TrimStart('.').Split('.')) is not { } selector) return;
        if (selector is not JsonValue value || !value.TryGetValue(out string? _)) causes.Add(Cause.Invalid(path, "", Accessor(path, selector, "string")));
    }

    private static void Replicas(ResourceKind kind, JsonObject obj, string field, List<Cause> causes)
    {
        if (kind.Custom.Text("subresources", "scale", field) is not { } path || Reach(obj, path, out var inner) is not { } value) return;
        if (inner)
        {
            causes.Add(Cause.Invalid(path, 0, $"{path} accessor error: {JsonText.Text(value)} is of the type {SchemaValues.GoType(value)}, expected map[string]interface{{}}"));
            return;
        }
        if (value.Number() is not { } replicas) causes.Add(Cause.Invalid(path, 0, Accessor(path, value, "int64")));
        else if (replicas < 0) causes.Add(Cause.Invalid(path, replicas, "should be a non-negative integer"));
        else if (replicas > int.MaxValue) causes.Add(Cause.Invalid(path, replicas, $"should be less than or equal to {int.MaxValue}"));
    }

    /// <summary>The value at a path, or what stands in the way to it.</summary>
    private static JsonNode? Reach(JsonObject obj, string path, out bool inner)
    {
        JsonNode? node = obj;
        inner = false;
        var names = path.TrimStart('.').Split('.');
        for (var i = 0; i < names.Length && node is not null; i++)
        {
            inner = node is not JsonObject;
            if (inner) return node;
            node = node[names[i]];
        }
        return node;
    }

    private static string Accessor(string path, JsonNode value, string type) =>
        string.Create(CultureInfo.InvariantCulture, $"{path} accessor error: {value} is of the type {SchemaValues.GoType(value)}, expected {type}");
}

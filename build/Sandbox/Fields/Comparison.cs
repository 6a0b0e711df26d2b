using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Fields;

/// <summary>The fields in which two versions of an object differ.</summary>
internal sealed class Comparison
{
    private readonly Stack<string> _path = new();

    private Comparison()
    {
    }

    public FieldSet Added { get; } = new();

    public FieldSet Removed { get; } = new();

    public FieldSet Modified { get; } = new();

    public static Comparison Of(JsonObject before, JsonObject after, FieldSchema schema)
    {
        var comparison = new Comparison();
        comparison.Walk(true, before, true, after, schema);
        return comparison;
    }

    private void Walk(bool had, JsonNode? before, bool has, JsonNode? after, FieldSchema schema)
    {
        schema = FieldPath.Resolve(schema, before is JsonObject or null ? after ?? before : before);
        var bothEmpty = schema.Shape is Shape.List or Shape.Map or Shape.Struct && IsEmpty(before) && IsEmpty(after);
        if (schema.IsAtomic || bothEmpty)
        {
            Leaf(had, before, has, after);
            return;
        }
        if (schema.Shape == Shape.List) Lists(before as JsonArray, after as JsonArray, schema);
        else Objects(before as JsonObject, after as JsonObject, schema);
        if (_path.Count == 0) return;
        if (!had) Added.Add(_path);
        else if (!has) Removed.Add(_path);
    }

    private void Leaf(bool had, JsonNode? before, bool has, JsonNode? after)
    {
        if (_path.Count == 0) return;
        if (!had) Added.Add(_path);
        else if (!has) Removed.Add(_path);
        else if (!JsonAccess.Same(before, after)) Modified.Add(_path);
    }

    private void Objects(JsonObject? before, JsonObject? after, FieldSchema schema)
    {
        foreach (var (name, value) in before ?? [])
        {
            JsonNode? other = null;
            var has = after is not null && after.TryGetPropertyValue(name, out other);
            Step(FieldPath.Field(name), true, value, has, other, FieldPath.Named(schema, name));
        }
        foreach (var (name, value) in after ?? [])
        {
            if (before?.ContainsKey(name) != true) Step(FieldPath.Field(name), false, null, true, value, FieldPath.Named(schema, name));
        }
    }

    private void Lists(JsonArray? before, JsonArray? after, FieldSchema schema)
    {
        var old = Elements(before, schema);
        var now = Elements(after, schema);
        var element = schema.List == ListType.Map ? schema.Element! : FieldSchema.Anything;
        foreach (var (key, value) in old)
        {
            var has = now.TryGetValue(key, out var other);
            Step(key, true, value, has, other, element);
        }
        foreach (var (key, value) in now)
        {
            if (!old.ContainsKey(key)) Step(key, false, null, true, value, element);
        }
    }

    private void Step(string element, bool had, JsonNode? before, bool has, JsonNode? after, FieldSchema schema)
    {
        _path.Push(element);
        Walk(had, before, has, after, schema);
        _path.Pop();
    }

    private static Dictionary<string, JsonNode?> Elements(JsonArray? list, FieldSchema schema)
    {
        var elements = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in list ?? [])
        {
            if (FieldPath.Element(item, schema) is { } element) elements.TryAdd(element, item);
        }
        return elements;
    }

    private static bool IsEmpty(JsonNode? node) => node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };
}

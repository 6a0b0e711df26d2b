using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>Custom resources: what their schema does not declare is left out, and what it defaults is filled in.</summary>
internal static class CustomObjects
{
    public static JsonObject Decode(JsonObject raw, ResourceKind kind, List<string>? unknown)
    {
        var result = new JsonObject { ["kind"] = kind.Kind, ["apiVersion"] = kind.GroupVersion };
        var metadata = raw["metadata"] as JsonObject ?? [];
        result["metadata"] = new Decoder(unknown).Struct(metadata, KindTable.Type("meta.v1.ObjectMeta"), "metadata", "ObjectMeta", "metadata");
        foreach (var (name, value) in raw)
        {
            if (name is "kind" or "apiVersion" or "metadata") continue;
            if (kind.Type.Find(name) is { } field)
            {
                if (!IsNothing(value, field)) result[name] = Prune(value, field, name, unknown);
            }
            else if (kind.Type.KeepsUnknown) result[name] = value?.DeepClone();
            else unknown?.Add(name);
        }
        return result;
    }

    public static void Default(JsonObject obj, TypeSchema type)
    {
        foreach (var (name, field) in type.Fields)
        {
            if (field.Default is not null && (!obj.ContainsKey(name) || (obj[name] is null && !IsNullable(field)))) obj[name] = field.Default.DeepClone();
            if (obj[name] is { } value) Default(value, field);
        }
    }

    private static void Default(JsonNode node, FieldSchema field)
    {
        switch (node)
        {
            case JsonObject obj when field.Shape == Shape.Struct:
                Default(obj, field.Type!);
                break;
            case JsonObject map when field.Shape == Shape.Map:
                foreach (var (key, item) in map.ToList())
                {
                    if (item is null && !IsNullable(field.Element!)) map[key] = field.Element!.Default?.DeepClone();
                    if (map[key] is { } value) Default(value, field.Element!);
                }
                break;
            case JsonArray list when field.Shape == Shape.List:
                foreach (var item in list)
                {
                    if (item is not null) Default(item, field.Element!);
                }
                break;
        }
    }

    private static bool IsNullable(FieldSchema field) => field.Rules.Flag("nullable");

    /// <summary>A null where none may be and none becomes a default is as good as not there.</summary>
    private static bool IsNothing(JsonNode? value, FieldSchema field) => value is null && field.Rules is not null && field.Default is null && !IsNullable(field);

    /// <summary>The value without what its schema does not declare.</summary>
    public static JsonNode? Prune(JsonNode? value, FieldSchema field) => Prune(value, field, "", null);

    private static JsonNode? Prune(JsonNode? value, FieldSchema field, string path, List<string>? unknown)
    {
        switch (value)
        {
            case JsonObject obj when field.Shape == Shape.Struct:
                var pruned = new JsonObject();
                foreach (var (name, item) in obj)
                {
                    if (field.Type!.Find(name) is { } known)
                    {
                        if (!IsNothing(item, known)) pruned[name] = Prune(item, known, $"{path}.{name}", unknown);
                    }
                    else if (field.Type.KeepsUnknown) pruned[name] = item?.DeepClone();
                    else unknown?.Add($"{path}.{name}");
                }
                return pruned;
            case JsonObject map when field.Shape == Shape.Map:
                return new JsonObject(map.Where(e => !IsNothing(e.Value, field.Element!)).Select(e => KeyValuePair.Create(e.Key, Prune(e.Value, field.Element!, $"{path}.{e.Key}", unknown))));
            case JsonArray list when field.Shape == Shape.List:
                return new JsonArray([.. list.Select((item, i) => Prune(item, field.Element!, $"{path}[{i}]", unknown))]);
            default:
                return value?.DeepClone();
        }
    }
}

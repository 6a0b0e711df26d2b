using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;

namespace SiteBuilder.Sandbox.Fields;

/// <summary>Merges a configuration into an object, and takes fields out of one.</summary>
internal static class Merger
{
    public static JsonNode? Merge(JsonNode? live, JsonNode? config, FieldSchema schema)
    {
        schema = FieldPath.Resolve(schema, config);
        // no value for an object or a list says nothing of what is in it
        if (config is null) return live is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && !schema.IsAtomic ? live.DeepClone() : null;
        if (live is null || schema.IsAtomic) return config.DeepClone();
        return (live, config) switch
        {
            (JsonObject l, JsonObject c) => Objects(l, c, schema),
            (JsonArray l, JsonArray c) => Lists(l, c, schema),
            _ => config.DeepClone(),
        };
    }

    /// <summary>The value without the fields of the set; null where nothing is left.</summary>
    public static JsonNode? Remove(JsonNode? value, FieldSet gone, FieldSchema schema)
    {
        schema = FieldPath.Resolve(schema, value);
        switch (value)
        {
            case JsonObject { Count: > 0 } obj:
                if (schema.IsAtomic) return null;
                var left = new JsonObject();
                foreach (var (name, item) in obj)
                {
                    var below = gone[FieldPath.Field(name)];
                    if (below is { IsMember: true }) continue;
                    left[name] = below is null || below.IsEmpty ? item?.DeepClone() : Remove(item, below, FieldPath.Named(schema, name));
                }
                return left.Count > 0 ? left : null;
            case JsonArray { Count: > 0 } list:
                if (schema.IsAtomic) return null;
                var items = new JsonArray();
                foreach (var item in list)
                {
                    var below = FieldPath.Element(item, schema) is { } element ? gone[element] : null;
                    if (below is { IsMember: true }) continue;
                    items.Add(below is null || below.IsEmpty ? item?.DeepClone() : Remove(item, below, schema.Element!));
                }
                return items.Count > 0 ? items : null;
            default:
                return value?.DeepClone();
        }
    }

    private static JsonObject Objects(JsonObject live, JsonObject config, FieldSchema schema)
    {
        var merged = new JsonObject();
        foreach (var (name, value) in live) merged[name] = config.TryGetPropertyValue(name, out var wanted) ? Merge(value, wanted, FieldPath.Named(schema, name)) : value?.DeepClone();
        foreach (var (name, value) in config)
        {
            if (!live.ContainsKey(name)) merged[name] = value?.DeepClone();
        }
        return merged;
    }

    /// <summary>Elements keep the order of the configuration; those that only the object has stay near where they were.</summary>
    private static JsonArray Lists(JsonArray live, JsonArray config, FieldSchema schema)
    {
        var old = Elements(live, schema);
        var wanted = Elements(config, schema);
        var shared = new Queue<string>(wanted.Keys.Where(old.ContainsKey));
        var (oldKeys, newKeys) = (old.Keys.ToList(), wanted.Keys.ToList());
        var merged = new JsonArray();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        void Take(string key)
        {
            taken.Add(key);
            merged.Add(wanted.TryGetValue(key, out var item) ? Merge(old.GetValueOrDefault(key), item, schema.Element!) : old[key]?.DeepClone());
            if (shared.TryPeek(out var next) && next == key) shared.Dequeue();
        }
        var (l, r) = (0, 0);
        while (l < oldKeys.Count || r < newKeys.Count)
        {
            if (l < oldKeys.Count && r < newKeys.Count)
            {
                if (oldKeys[l] == newKeys[r])
                {
                    Take(newKeys[r]);
                    l++;
                    r++;
                    continue;
                }
                if (wanted.ContainsKey(oldKeys[l]) && shared.TryPeek(out var next) && next != oldKeys[l])
                {
                    l++;
                    continue;
                }
            }
            if (l < oldKeys.Count)
            {
                if (!wanted.ContainsKey(oldKeys[l]))
                {
                    Take(oldKeys[l++]);
                    continue;
                }
                if (taken.Contains(oldKeys[l])) l++;
            }
            if (r < newKeys.Count) Take(newKeys[r++]);
        }
        return merged;
    }

    private static Dictionary<string, JsonNode?> Elements(JsonArray list, FieldSchema schema)
    {
        var elements = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in list)
        {
            if (FieldPath.Element(item, schema) is { } element) elements.TryAdd(element, item);
        }
        return elements;
    }
}

using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Manifests;

/// <summary>A mapping while it is read: its own keys win over merged ones.</summary>
internal sealed class YamlMapping
{
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private bool _hasMerged;

    public JsonObject Fields { get; } = [];

    /// <summary>Adds a key; says what is wrong with it, or null.</summary>
    public string? Add(string key, JsonNode? value)
    {
        Fields[key] = value;
        return _own.Add(key) ? null : $"key {key} stands twice in one mapping: remove one of them";
    }

    /// <summary>
    /// Takes over the keys of the mapping, or of each of the mappings, behind <c>&lt;&lt;</c>. Where such a key stands before it with another value, the
    /// readers of the world disagree: the standard lets the key win, kubectl the merged one.
    /// </summary>
    public string? Merge(JsonNode? value)
    {
        var merged = value is JsonArray list ? list.ToList() : [value];
        if (_hasMerged)
        {
            return "key << stands twice in one mapping: merge a list, as in <<: [*one, *two]";
        }

        _hasMerged = true;
        if (!merged.TrueForAll(source => source is JsonObject))
        {
            return "<< takes a mapping or a list of mappings";
        }

        string? problem = null;
        foreach (var (key, taken) in merged.SelectMany(source => (JsonObject)source!))
        {
            if (!_own.Contains(key))
            {
                // of two merged mappings the first one wins
                Fields.TryAdd(key, taken?.DeepClone());
            }
            else if (!JsonNode.DeepEquals(Fields[key], taken))
            {
                problem ??= $"key {key} stands before a << that brings another value, and programs disagree which one counts: put << first";
            }
        }

        return problem;
    }
}

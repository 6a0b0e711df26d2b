using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>Short ways into JSON objects.</summary>
internal static class JsonAccess
{
    /// <summary>The value at a path of field names, or null.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (node is not JsonObject obj || !obj.TryGetPropertyValue(name, out node)) return null;
        }
        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value ? Whole(value) : null;

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static JsonObject? Object(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonObject;

    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonObject>() : [];

    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonValue>().Select(v => v.TryGetValue(out string? s) ? s : v.ToString()) : [];

    /// <summary>The object under that name, made where there is none.</summary>
    public static JsonObject Need(this JsonObject obj, string name)
    {
        if (obj[name] is JsonObject found) return found;
        var made = new JsonObject();
        obj[name] = made;
        return made;
    }

    /// <summary>Sets a field where it has no value yet.</summary>
    public static void Default(this JsonObject obj, string name, JsonNode value)
    {
        if (obj[name] is null) obj[name] = value;
    }

    public static JsonObject Clone(this JsonObject obj) => (JsonObject)obj.DeepClone();

    /// <summary>A whole number, whichever .NET type holds it.</summary>
    public static long? Whole(JsonValue value)
    {
        if (value.GetValueKind() != JsonValueKind.Number) return null;
        if (value.TryGetValue(out long l)) return l;
        if (value.TryGetValue(out int i)) return i;
        return value.TryGetValue(out double d) && d == Math.Floor(d) && Math.Abs(d) < 9e15 ? (long)d : null;
    }

    public static bool Same(JsonNode? a, JsonNode? b)
    {
        if (a is null || b is null) return a is null && b is null;
        switch (a, b)
        {
            case (JsonObject x, JsonObject y):
                if (x.Count != y.Count) return false;
                foreach (var (name, value) in x)
                {
                    if (!y.TryGetPropertyValue(name, out var other) || !Same(value, other)) return false;
                }
                return true;
            case (JsonArray x, JsonArray y):
                if (x.Count != y.Count) return false;
                for (var i = 0; i < x.Count; i++)
                {
                    if (!Same(x[i], y[i])) return false;
                }
                return true;
            case (JsonValue x, JsonValue y):
                var kind = x.GetValueKind();
                if (kind != y.GetValueKind()) return false;
                if (kind == JsonValueKind.String) return x.GetValue<string>() == y.GetValue<string>();
                return kind != JsonValueKind.Number || (Whole(x) is { } l && Whole(y) is { } r ? l == r
                    : x.ToString().Equals(y.ToString(), StringComparison.Ordinal));
            default:
                return false;
        }
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string MicroTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}

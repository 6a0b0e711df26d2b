using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Patches;

/// <summary>JSON patch (RFC 6902).</summary>
internal static class JsonPatch
{
    /// <exception cref="PatchException">An operation cannot be done.</exception>
    public static JsonObject Apply(JsonObject original, JsonArray operations)
    {
        JsonNode? document = original.DeepClone();
        foreach (var operation in operations)
        {
            var op = operation.Text("op") ?? "";
            var path = operation.Text("path") ?? throw new PatchException($"jsonpatch {op} operation does not apply: operation has no path");
            document = op switch
            {
                "add" => Add(document, path, operation!["value"]),
                "remove" => Remove(document, path, out _),
                "replace" => Replace(document, path, operation!["value"]),
                "move" => Add(Remove(document, From(operation), out var moved), path, moved),
                "copy" => Add(document, path, Find(document, From(operation), "copy")),
                "test" => Test(document, path, operation!["value"]),
                _ => throw new PatchException($"Unexpected kind: {op}"),
            };
        }
        return document as JsonObject ?? throw new PatchException("the patched document is not an object");
    }

    private static string From(JsonNode? operation) => operation.Text("from") ?? throw new PatchException("jsonpatch operation does not apply: operation has no from");

    private static JsonNode? Add(JsonNode? document, string path, JsonNode? value)
    {
        var copy = value?.DeepClone();
        var parts = Parts(path);
        if (parts.Length == 0) return copy;
        switch (Parent(document, parts, path, "add"))
        {
            case JsonObject obj:
                obj[parts[^1]] = copy;
                break;
            case JsonArray array when parts[^1] == "-":
                array.Add(copy);
                break;
            case JsonArray array when Index(parts[^1]) is { } index && index <= array.Count:
                array.Insert(index, copy);
                break;
            default:
                throw Missing("add", path);
        }
        return document;
    }

    private static JsonNode? Remove(JsonNode? document, string path, out JsonNode? removed)
    {
        var parts = Parts(path);
        switch (parts.Length == 0 ? null : Parent(document, parts, path, "remove"))
        {
            case JsonObject obj when obj.TryGetPropertyValue(parts[^1], out removed):
                obj.Remove(parts[^1]);
                return document;
            case JsonArray array when Index(parts[^1]) is { } index && index < array.Count:
                removed = array[index];
                array.RemoveAt(index);
                return document;
            default:
                throw new PatchException($"remove operation does not apply: doc is missing path: \"{path}\": missing value");
        }
    }

    private static JsonNode? Replace(JsonNode? document, string path, JsonNode? value)
    {
        var parts = Parts(path);
        if (parts.Length == 0) return value?.DeepClone();
        switch (Parent(document, parts, path, "replace"))
        {
            case JsonObject obj when obj.ContainsKey(parts[^1]):
                obj[parts[^1]] = value?.DeepClone();
                return document;
            case JsonArray array when Index(parts[^1]) is { } index && index < array.Count:
                array[index] = value?.DeepClone();
                return document;
            default:
                throw new PatchException($"replace operation does not apply: doc is missing key: {path}: missing value");
        }
    }

    private static JsonNode? Test(JsonNode? document, string path, JsonNode? value)
    {
        JsonNode? found;
        try
        {
            found = Find(document, path, "test");
        }
        catch (PatchException) when (value is null)
        {
            return document;
        }
        return JsonAccess.Same(found, value) ? document : throw new PatchException($"testing value {path} failed: test failed");
    }

    private static JsonNode? Find(JsonNode? document, string path, string op)
    {
        var node = document;
        foreach (var part in Parts(path))
        {
            node = node switch
            {
                JsonObject obj when obj.TryGetPropertyValue(part, out var value) => value,
                JsonArray array when Index(part) is { } index && index < array.Count => array[index],
                _ => throw Missing(op, path),
            };
        }
        return node;
    }

    private static JsonNode? Parent(JsonNode? document, string[] parts, string path, string op)
    {
        var node = document;
        foreach (var part in parts[..^1])
        {
            node = node switch
            {
                JsonObject obj => obj[part],
                JsonArray array when Index(part) is { } index && index < array.Count => array[index],
                _ => null,
            };
        }
        return node is JsonObject or JsonArray ? node : throw Missing(op, path);
    }

    private static PatchException Missing(string op, string path) => new($"{op} operation does not apply: doc is missing path: \"{path}\": missing value");

    private static int? Index(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static string[] Parts(string path) => path.Length == 0 ? [] :
        [.. path[1..].Split('/').Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>The JSONPath of custom resources' columns: fields, indexes, <c>[*]</c> and <c>[?(@.field=="value")]</c>.</summary>
internal static class SimplePath
{
    public static IEnumerable<JsonNode> Find(JsonNode root, string path)
    {
        IEnumerable<JsonNode> found = [root];
        var at = 0;
        while (at < path.Length)
        {
            if (path[at] == '.')
            {
                at++;
            }
            else if (path[at] == '[')
            {
                var end = path.IndexOf(']', at);
                if (end < 0) return [];
                var inner = path[(at + 1)..end];
                found = found.SelectMany(n => Step(n, inner)).ToList();
                at = end + 1;
            }
            else
            {
                var start = at;
                while (at < path.Length && path[at] is not ('.' or '[')) at += path[at] == '\\' ? 2 : 1;
                var name = path[start..Math.Min(at, path.Length)].Replace("\\.", ".", StringComparison.Ordinal);
                found = found.Select(n => n.At(name)).OfType<JsonNode>().ToList();
            }
        }
        return found;
    }

    private static IEnumerable<JsonNode> Step(JsonNode node, string inner)
    {
        if (inner is ['\'' or '"', ..]) return node.At(inner[1..^1]) is { } named ? [named] : [];
        if (node is not JsonArray array) return [];
        if (inner == "*") return array.OfType<JsonNode>();
        if (int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            if (index < 0) index += array.Count;
            return index >= 0 && index < array.Count && array[index] is { } item ? [item] : [];
        }
        if (!inner.StartsWith("?(@.", StringComparison.Ordinal)) return [];
        var condition = inner[4..].TrimEnd(')').Split("==", 2);
        var wanted = condition.Length == 2 ? condition[1].Trim().Trim('"', '\'') : null;
        return array.OfType<JsonNode>().Where(i => i.At(condition[0].Trim().Split('.')) is { } value && (wanted is null || value.ToString() == wanted));
    }
}

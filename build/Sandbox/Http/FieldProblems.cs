using System.Text;
using System.Text.Json;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Names the unknown and repeated fields of a JSON text in the order in which they stand there.</summary>
internal static class FieldProblems
{
    /// <param name="utf8">JSON.</param>
    /// <param name="duplicates">Paths that are given more than once.</param>
    /// <param name="unknown">Paths that the kind does not have.</param>
    public static IEnumerable<string> Describe(ReadOnlySpan<byte> utf8, IReadOnlyCollection<string> duplicates, IReadOnlyCollection<string> unknown)
    {
        if (duplicates.Count == 0) return Order(utf8, [], unknown);
        // what is unknown is told once and its repetition not at all
        return Order(utf8, [.. duplicates.Where(d => !unknown.Any(u => d == u || d.StartsWith(u + ".", StringComparison.Ordinal) || d.StartsWith(u + "[", StringComparison.Ordinal)))], unknown);
    }

    private static List<string> Order(ReadOnlySpan<byte> utf8, HashSet<string> duplicates, IReadOnlyCollection<string> unknown)
    {
        var problems = new List<string>();
        var left = unknown.ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 256 });
        var path = new Stack<(string Prefix, int Index)>();
        var at = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    var prefix = path.Peek().Prefix;
                    at = prefix.Length == 0 ? reader.GetString()! : $"{prefix}.{reader.GetString()}";
                    if (!seen.Add(at) && duplicates.Contains(at)) problems.Add($"duplicate field \"{at}\"");
                    if (left.Remove(at)) problems.Add($"unknown field \"{at}\"");
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    var here = path.Count == 0 ? "" : Place(path, at);
                    path.Push((here, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    path.Pop();
                    break;
                default:
                    if (path.TryPeek(out var top) && top.Index >= 0) Place(path, at);
                    break;
            }
        }
        problems.AddRange(left.Select(u => $"unknown field \"{u}\""));
        return problems;
    }

    /// <summary>Where a value stands: in a list by its number, else under the field read last.</summary>
    private static string Place(Stack<(string Prefix, int Index)> path, string field)
    {
        var (prefix, index) = path.Pop();
        path.Push((prefix, index < 0 ? index : index + 1));
        return index < 0 ? field : $"{prefix}[{index}]";
    }

    /// <summary>The start of a body as errors show it.</summary>
    public static string Summary(byte[] bytes)
    {
        const int most = 30;
        if (bytes.Length == 0) return "<empty>";
        var (head, more) = bytes.Length > most ? (bytes[..most], " ...") : (bytes, "");
        return (bytes[0] == '{' ? Encoding.UTF8.GetString(head) : Convert.ToHexStringLower(head)) + more;
    }
}

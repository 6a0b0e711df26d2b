using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>Says what is wrong with JSON in the words that clients of Kubernetes know.</summary>
internal static class JsonProblem
{
    public static string Describe(ReadOnlySpan<byte> bytes, JsonException problem)
    {
        var at = Offset(bytes, problem);
        if (at >= bytes.Length) return "unexpected end of JSON input";
        var text = Encoding.UTF8.GetString(bytes);
        var shown = bytes[at] switch { (byte)'\'' => "'\\''", (byte)'\n' => "'\\n'", (byte)'\t' => "'\\t'", (byte)'\r' => "'\\r'", _ => $"'{(char)bytes[at]}'" };
        if (InText(text[..Math.Min(at, text.Length)])) return $"invalid character {shown} {(bytes[at - 1] == '\\' ? "in string escape code" : "in string literal")}";
        foreach (var literal in (ReadOnlySpan<string>)["true", "false", "null"])
        {
            for (var known = literal.Length - 1; known > 0; known--)
            {
                if (at >= known && text[(at - known)..at] == literal[..known] && (at == known || !char.IsLetterOrDigit(text[at - known - 1]))) return $"invalid character {shown} in literal {literal} (expecting '{literal[known]}')";
            }
        }
        var before = text[..Math.Min(at, text.Length)].TrimEnd();
        var place = before.Length == 0 ? "looking for beginning of value" : before[^1] switch
        {
            '{' or ',' when Inside(before) == '{' => "looking for beginning of object key string",
            ':' or '[' or ',' => "looking for beginning of value",
            _ => Inside(before) == '{' ? "after object key:value pair" : Inside(before) == '[' ? "after array element" : "after top-level value",
        };
        return $"invalid character {shown} {place}";
    }

    /// <summary>What is wrong with YAML.</summary>
    public static string Describe(YamlDotNet.Core.YamlException problem)
    {
        // the lines of the scanner and of the parser are counted differently, and the first one is not told
        var scanner = problem.Message.Contains("While scanning", StringComparison.Ordinal);
        var invalid = problem.Message.Contains("found invalid mapping", StringComparison.Ordinal);
        var line = problem.Start.Line - 1;
        if (line > 0 && (scanner || invalid)) line++;
        var text = invalid ? "mapping values are not allowed in this context" : problem.Message[(problem.Message.IndexOf(", ", StringComparison.Ordinal) is >= 0 and var comma ? comma + 2 : 0)..].TrimEnd('.');
        return line > 0 ? $"yaml: line {line}: {text}" : $"yaml: {text}";
    }

    /// <summary>The type of a value, as errors name it.</summary>
    public static string Name(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "bool",
        _ => "null",
    };

    private static int Offset(ReadOnlySpan<byte> bytes, JsonException problem)
    {
        var line = problem.LineNumber ?? 0;
        var start = 0;
        while (line-- > 0 && bytes[start..].IndexOf((byte)'\n') is >= 0 and var end) start += end + 1;
        return start + (int)(problem.BytePositionInLine ?? 0);
    }

    /// <summary>Whether the text ends within a quoted text.</summary>
    private static bool InText(string text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\') i++;
            else if (text[i] == '"') quoted = !quoted;
        }
        return quoted;
    }

    /// <summary>The bracket that is open at the end of the text.</summary>
    private static char Inside(string text)
    {
        var open = new Stack<char>();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\') i++;
            else if (text[i] == '"') quoted = !quoted;
            else if (!quoted && text[i] is '{' or '[') open.Push(text[i]);
            else if (!quoted && text[i] is '}' or ']') open.TryPop(out _);
        }
        return open.TryPeek(out var last) ? last : ' ';
    }
}

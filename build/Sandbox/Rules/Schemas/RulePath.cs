using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Rules.Schemas;

/// <summary>The <c>fieldPath</c> of a rule: <c>.field.other</c> or <c>.field['other']</c> below the place of the rule.</summary>
internal static partial class RulePath
{
    /// <summary>The path as errors show it; null where it leads to no field.</summary>
    public static string? Read(string path, JsonObject schema)
    {
        var shown = new StringBuilder();
        var at = 0;
        foreach (Match step in Steps().Matches(path))
        {
            if (step.Index != at) return null;
            at += step.Length;
            var name = step.Groups[1].Success ? step.Groups[1].Value : Unescaped(step.Groups[2].Value);
            if (name is null) return null;
            if (schema.Object("properties") is { } properties)
            {
                if (properties[name] is not JsonObject next) return null;
                shown.Append(shown.Length == 0 ? "" : ".").Append(name);
                schema = next;
            }
            else if (schema["additionalProperties"] is JsonObject values)
            {
                shown.Append('[').Append(name).Append(']');
                schema = values;
            }
            else
            {
                return null;
            }
        }
        return at == path.Length ? shown.ToString() : null;
    }

    private static string? Unescaped(string quoted)
    {
        if (Escapes().Matches(quoted).Any(m => !"abfnrtv'\\".Contains(m.Value[1], StringComparison.Ordinal))) return null;
        return Escapes().Replace(quoted, m => m.Value[1] switch
        {
            'a' => "\a",
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'v' => "\v",
            var plain => plain.ToString(),
        });
    }

    [GeneratedRegex(@"\.([^.\[\]]+)|\['((?:[^'\\]|\\.)*)'\]")]
    private static partial Regex Steps();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escapes();
}

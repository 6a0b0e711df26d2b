using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SiteBuilder.Delivery.Rollouts.Manifests;

/// <summary>
/// What a plain YAML word means to Kubernetes: the rules of YAML 1.1 as kubectl has them, so <c>yes</c> and <c>on</c> are true, <c>0755</c> is
/// octal, <c>1_000</c> a thousand, and a date or <c>190:20:30</c> is a text.
/// </summary>
internal static partial class PlainScalar
{
    private static readonly HashSet<string> s_null = new(StringComparer.Ordinal) { "", "~", "null", "Null", "NULL" };
    private static readonly HashSet<string> s_true = new(StringComparer.Ordinal) { "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" };
    private static readonly HashSet<string> s_false = new(StringComparer.Ordinal) { "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" };

    /// <summary>The value; false where JSON has none such: infinity and not-a-number.</summary>
    public static bool TryRead(string text, out JsonNode? value)
    {
        value = null;
        if (s_null.Contains(text))
        {
            return true;
        }

        if (s_true.Contains(text) || s_false.Contains(text))
        {
            value = s_true.Contains(text);
            return true;
        }

        if (NoNumber().IsMatch(text))
        {
            return false;
        }

        value = Number(text) ?? text;
        return true;
    }

    private static JsonNode? Number(string text)
    {
        if (text[0] is not ('+' or '-' or '.' or (>= '0' and <= '9')))
        {
            return null;
        }

        // a dot at the start begins a number without marks between its digits
        var plain = text[0] == '.' ? text : text.Replace("_", "", StringComparison.Ordinal);
        if (Whole(plain) is { } whole)
        {
            return whole >= long.MinValue && whole <= long.MaxValue ? (JsonNode)(long)whole : (JsonNode)(double)whole;
        }

        // a number that is too big for its type stays the text that it is
        return Float().IsMatch(plain) && double.Parse(plain, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? Shortest(number) : null;
    }

    /// <summary>A whole number in the four bases, up to 64 bits; null where it is none.</summary>
    private static BigInteger? Whole(string text)
    {
        var match = Integer().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var (radix, digits) = match.Groups switch
        {
            var g when g["hex"].Success => (16, g["hex"].Value),
            var g when g["binary"].Success => (2, g["binary"].Value),
            var g when g["octal"].Success => (8, g["octal"].Value),
            var g => (10, g["decimal"].Value),
        };
        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
        }

        value = text[0] == '-' ? -value : value;
        return value >= long.MinValue && value <= ulong.MaxValue ? value : null;
    }

    /// <summary>JSON knows one kind of number: 1.0 is 1.</summary>
    private static JsonNode Shortest(double number) => number == Math.Floor(number) && Math.Abs(number) < 1L << 53 ? (JsonNode)(long)number : (JsonNode)number;

    [GeneratedRegex(@"^[-+]?(0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<binary>[01]+)|0[oO]?(?<octal>[0-7]+)|(?<decimal>0|[1-9][0-9]*))\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Float();

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex NoNumber();
}

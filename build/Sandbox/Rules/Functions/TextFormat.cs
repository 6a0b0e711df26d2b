using System.Globalization;
using System.Text;
using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>Texts with places for values: <c>%s</c>, <c>%d</c>, <c>%f</c>, <c>%e</c>, <c>%b</c>, <c>%o</c>, <c>%x</c>, <c>%X</c>.</summary>
internal static class TextFormat
{
    /// <exception cref="EvaluationException">A value is missing or does not fit its place.</exception>
    public static string Of(string format, IReadOnlyList<object?> values)
    {
        var result = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                result.Append(format[i]);
                continue;
            }
            if (++i >= format.Length) throw new EvaluationException("unexpected end of string");
            if (format[i] == '%')
            {
                result.Append('%');
                continue;
            }
            var precision = 6;
            if (format[i] == '.')
            {
                var start = ++i;
                while (i < format.Length && char.IsAsciiDigit(format[i])) i++;
                if (i >= format.Length) throw new EvaluationException("error while parsing precision: could not find end of precision specifier");
                precision = int.Parse(format.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture);
            }
            if (next >= values.Count) throw new EvaluationException($"index {next} out of range");
            result.Append(Placed(format[i], values[next++], precision));
        }
        return result.ToString();
    }

    private static string Placed(char place, object? value, int precision)
    {
        switch (place, value)
        {
            case ('s', _):
                return Shown(value);
            case ('d', long or ulong):
                return Values.Text(value);
            case ('d', double number) when !double.IsFinite(number):
                return Shown(value);
            case ('f', long or ulong or double):
                return Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString($"F{precision}", CultureInfo.InvariantCulture);
            case ('e', long or ulong or double):
                return Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString($"0.{new string('0', precision)}e+00", CultureInfo.InvariantCulture);
            case ('b', bool flag):
                return flag ? "1" : "0";
            case ('b' or 'o' or 'x' or 'X', long number):
                return (number < 0 ? "-" : "") + Digits(place, (ulong)Math.Abs((decimal)number));
            case ('b' or 'o' or 'x' or 'X', ulong number):
                return Digits(place, number);
            case ('x' or 'X', string or byte[]):
                var bytes = value as byte[] ?? Encoding.UTF8.GetBytes((string)value!);
                return place == 'x' ? Convert.ToHexStringLower(bytes) : Convert.ToHexString(bytes);
            case ('d' or 'o', _):
                throw new EvaluationException($"error during formatting: {(place == 'd' ? "decimal" : "octal")} clause can only be used on {(place == 'd' ? "integers and doubles" : "integers")}, was given {Values.TypeName(value)}");
            case ('f' or 'e', _):
                throw new EvaluationException($"error during formatting: {(place == 'f' ? "fixed-point" : "scientific")} clause can only be used on {(place == 'f' ? "doubles" : "doubles")}, was given {Values.TypeName(value)}");
            case ('b' or 'x' or 'X', _):
                throw new EvaluationException($"error during formatting: {(place == 'b' ? "only integers and bools can be formatted as binary" : "only integers, byte buffers, and strings can be formatted as hex")}, was given {Values.TypeName(value)}");
            default:
                throw new EvaluationException($"could not parse formatting clause: unrecognized formatting clause \"{place}\"");
        }
    }

    private static string Digits(char place, ulong number) => place switch
    {
        'b' => number.ToString("b", CultureInfo.InvariantCulture),
        'x' => number.ToString("x", CultureInfo.InvariantCulture),
        'X' => number.ToString("X", CultureInfo.InvariantCulture),
        _ => Convert.ToString((long)number, 8),
    };

    /// <summary>Maps are shown in the order of their keys.</summary>
    private static string Shown(object? value) => value switch
    {
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        ListValue list => $"[{string.Join(", ", list.Items.Select(Shown))}]",
        MapValue map => $"{{{string.Join(", ", map.Entries.Select(e => (Key: Shown(e.Key), e.Value)).OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}: {Shown(e.Value)}"))}}}",
        _ => Values.Text(value),
    };
}

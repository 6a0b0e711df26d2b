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
            case ('f', double number):
                return number.ToString($"N{precision}", CultureInfo.InvariantCulture);
            case ('e', double number):
                return Scientific(number, precision);
            case ('b', bool flag):
                return flag ? "1" : "0";
            case ('b' or 'o' or 'x' or 'X', long number):
                return (number < 0 ? "-" : "") + Digits(place, (ulong)Math.Abs((decimal)number));
            case ('b' or 'o' or 'x' or 'X', ulong number):
                return Digits(place, number);
            case ('x' or 'X', string or byte[]):
                var bytes = value as byte[] ?? Encoding.UTF8.GetBytes((string)value!);
                return place == 'x' ? Convert.ToHexStringLower(bytes) : Convert.ToHexString(bytes);
            default:
                throw new EvaluationException($"error during formatting: {Clause(place)}, was given {Values.TypeName(value)}");
        }
    }

    private static string Clause(char place) => place switch
    {
        'd' => "decimal clause can only be used on integers",
        'f' => "fixed-point clause can only be used on doubles",
        'e' => "scientific clause can only be used on doubles",
        'b' => "only integers and bools can be formatted as binary",
        'o' => "octal clause can only be used on integers",
        'x' or 'X' => "only integers, byte buffers, and strings can be formatted as hex",
        _ => $"could not parse formatting clause: unrecognized formatting clause \"{place}\"",
    };

    private static string Digits(char place, ulong number) => place switch
    {
        'b' => number.ToString("b", CultureInfo.InvariantCulture),
        'x' => number.ToString("x", CultureInfo.InvariantCulture),
        'X' => number.ToString("X", CultureInfo.InvariantCulture),
        _ => Convert.ToString((long)number, 8),
    };

    /// <summary>As people write it: <c>1.5×10⁰³</c>.</summary>
    private static string Scientific(double number, int precision)
    {
        const string raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        var parts = number.ToString($"E{precision}", CultureInfo.InvariantCulture).Split('E');
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return $"{parts[0]}×10{(exponent < 0 ? "⁻" : "")}{string.Concat(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture).Select(d => raised[d - '0']))}";
    }

    private static string Shown(object? value) => value switch
    {
        ListValue list => $"[{string.Join(", ", list.Items.Select(Inner))}]",
        MapValue map => $"{{{string.Join(", ", map.Entries.Select(e => (Key: Inner(e.Key), e.Value)).OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}:{Inner(e.Value)}"))}}}",
        _ => Values.Text(value),
    };

    /// <summary>Within lists and maps, values are shown as expressions write them; maps in the order of their keys.</summary>
    private static string Inner(object? value) => value switch
    {
        string text => TextFunctions.Quoted(text),
        byte[] => $"b{TextFunctions.Quoted(Values.Text(value))}",
        double number => number.ToString("F6", CultureInfo.InvariantCulture),
        DateTimeOffset => $"timestamp({TextFunctions.Quoted(Values.Text(value))})",
        TimeSpan => $"duration({TextFunctions.Quoted(Values.Text(value))})",
        _ => Shown(value),
    };
}

using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>Amounts of resources such as <c>500m</c> or <c>1Gi</c>.</summary>
internal static partial class Quantity
{
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] Decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    /// <summary>The form a server writes: the largest suffix that needs no fraction. Null where the text is no quantity.</summary>
    public static string? Canonical(string text)
    {
        if (!TryParse(text, out var nano, out var binary)) return null;
        if (nano.IsZero) return "0";
        var unit = BigInteger.Pow(10, 9);
        if (text.AsSpan().IndexOfAny('e', 'E') is > 0 and var e && e < text.Length - 1) return Exponent(nano);
        if (binary && BigInteger.Abs(nano) >= unit * 1024 && nano % unit == 0) return Scale(nano / unit, 1024, Binary, 0);
        if (binary && nano % unit == 0) return (nano / unit).ToString(CultureInfo.InvariantCulture);
        return Scale(nano, 1000, Decimal, 0);
    }

    /// <summary>What a server says of a text that is no quantity.</summary>
    public static string Problem(string text) => text.Length > 0 && Form().IsMatch(text)
        ? "unable to parse quantity's suffix"
        : "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    [GeneratedRegex(@"^[+-]?[0-9]*\.?[0-9]*[eEinumkKMGTP]*[-+]?[0-9]*\z")]
    private static partial Regex Form();

    /// <summary>In billionths. False where the text is no quantity.</summary>
    public static bool TryParse(string text, out BigInteger nano, out bool binary)
    {
        nano = 0;
        binary = false;
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.' || (end == 0 && text[end] is '-' or '+'))) end++;
        // a server reads no digits as zero
        var number = 0m;
        if (text.Length == 0 || (text[..end].TrimStart('+', '-') is not ("" or ".") && !decimal.TryParse(text.AsSpan(0, end), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number))) return false;
        var suffix = text[end..];
        BigInteger factor;
        var exponent = 0;
        if (Array.IndexOf(Binary, suffix) is > 0 and var b)
        {
            binary = true;
            factor = BigInteger.Pow(1024, b) * BigInteger.Pow(10, 9);
        }
        else if (Array.IndexOf(Decimal, suffix) is >= 0 and var d)
        {
            factor = BigInteger.Pow(1000, d);
        }
        else if (suffix.Length > 1 && suffix[0] is 'e' or 'E' && int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) && exponent is >= -9 and <= 18)
        {
            factor = BigInteger.Pow(10, 9 + exponent);
        }
        else
        {
            return false;
        }
        var bits = decimal.GetBits(number);
        var digits = new BigInteger(new decimal(bits[0], bits[1], bits[2], number < 0, 0));
        var scale = BigInteger.Pow(10, (bits[3] >> 16) & 0xFF);
        nano = BigInteger.DivRem(digits * factor, scale, out var rest);
        if (!rest.IsZero && digits.Sign > 0) nano++;
        return true;
    }

    /// <summary>What is given with an exponent keeps one, in steps of three.</summary>
    private static string Exponent(BigInteger nano)
    {
        var exponent = -9;
        while (nano % 1000 == 0)
        {
            nano /= 1000;
            exponent += 3;
        }
        return exponent == 0 ? nano.ToString(CultureInfo.InvariantCulture) : $"{nano.ToString(CultureInfo.InvariantCulture)}e{exponent.ToString(CultureInfo.InvariantCulture)}";
    }

    private static string Scale(BigInteger value, int by, string[] suffixes, int start)
    {
        var at = start;
        while (at + 1 < suffixes.Length && value % by == 0)
        {
            value /= by;
            at++;
        }
        return value.ToString(CultureInfo.InvariantCulture) + suffixes[at];
    }
}

using System.Globalization;
using System.Text;
using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>Functions that make a value of another type.</summary>
internal static class Conversions
{
    public static IEnumerable<Function> All =>
    [
        Function.Of("dyn(A) dyn", a => a[0]),
        Function.Of("type(A) type(A)", a => Values.TypeOf(a[0])),
        .. Same("bool", "int", "uint", "double", "string", "bytes"),
        Function.Of("bool(string) bool", a => (string)a[0]! switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
            _ => throw Unreadable("bool"),
        }),
        Function.Of("int(uint) int", a => (ulong)a[0]! is <= long.MaxValue and var u ? (long)u : throw Overflow()),
        Function.Of("int(double) int", a => (double)a[0]! is > -9223372036854775808d and < 9223372036854775808d and var d ? (long)d : throw Overflow()),
        Function.Of("int(string) int", a => long.TryParse((string)a[0]!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i) ? i : throw Unreadable("int")),
        Function.Of("int(timestamp) int", a => ((DateTimeOffset)a[0]!).ToUnixTimeSeconds()),
        Function.Of("int(duration) int", a => ((TimeSpan)a[0]!).Ticks * 100),
        Function.Of("uint(int) uint", a => (long)a[0]! is >= 0 and var i ? (ulong)i : throw new EvaluationException("unsigned integer overflow")),
        Function.Of("uint(double) uint", a => (double)a[0]! is >= 0 and < 18446744073709551616d and var d ? (ulong)d : throw new EvaluationException("unsigned integer overflow")),
        Function.Of("uint(string) uint", a => ulong.TryParse((string)a[0]!, NumberStyles.None, CultureInfo.InvariantCulture, out var u) ? u : throw Unreadable("uint")),
        Function.Of("double(int) double", a => (double)(long)a[0]!),
        Function.Of("double(uint) double", a => (double)(ulong)a[0]!),
        Function.Of("double(string) double", a => double.TryParse((string)a[0]!, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) ? d : throw Unreadable("double")),
        .. new[] { "bool", "int", "uint", "double", "timestamp", "duration" }.Select(t => Function.Of($"string({t}) string", a => Values.Text(a[0]))),
        Function.Of("string(bytes) string", a => Utf8((byte[])a[0]!)),
        Function.Of("bytes(string) bytes", a => Encoding.UTF8.GetBytes((string)a[0]!)),
    ];

    /// <summary>A text is none of that type.</summary>
    public static EvaluationException Unreadable(string type) => new($"type conversion error from 'string' to '{type}'");

    private static IEnumerable<Function> Same(params string[] types) => types.Select(t => Function.Of($"{t}({t}) {t}", a => a[0]));

    private static EvaluationException Overflow() => new("integer overflow");

    private static string Utf8(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new EvaluationException("invalid UTF-8 in bytes, cannot convert to string");
        }
    }
}

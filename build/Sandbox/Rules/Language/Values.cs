using System.Globalization;
using System.Net;
using System.Text;
using SiteBuilder.Sandbox.Rules.Functions;

namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>
/// What all values can do. A value is bool, long, ulong, double, string, byte[], null, <see cref="DateTimeOffset"/>, <see cref="TimeSpan"/>,
/// <see cref="ListValue"/>, <see cref="MapValue"/>, <see cref="OptionalValue"/>, <see cref="CelType"/> or one of Kubernetes' own types.
/// </summary>
internal static class Values
{
    public static CelType TypeOf(object? value) => value switch
    {
        null => CelType.Null,
        bool => CelType.Bool,
        long => CelType.Int,
        ulong => CelType.Uint,
        double => CelType.Double,
        string => CelType.String,
        byte[] => CelType.Bytes,
        DateTimeOffset => CelType.Timestamp,
        TimeSpan => CelType.Duration,
        ListValue => new CelType("list"),
        MapValue { Type: { } type } => type,
        MapValue => new CelType("map"),
        OptionalValue => new CelType("optional_type"),
        CelType => new CelType("type"),
        QuantityValue => KubernetesTypes.Quantity,
        UrlValue => KubernetesTypes.Url,
        IPAddress => KubernetesTypes.Ip,
        CidrValue => KubernetesTypes.Cidr,
        SemanticVersion => KubernetesTypes.Semver,
        NamedFormat => KubernetesTypes.Format,
        _ => throw new InvalidOperationException($"no value of CEL: {value.GetType()}"),
    };

    /// <summary>The name of a value's type as errors give it.</summary>
    public static string TypeName(object? value) => TypeOf(value).Name switch
    {
        "null" => "null_type",
        "timestamp" => "google.protobuf.Timestamp",
        "duration" => "google.protobuf.Duration",
        var name => name,
    };

    public static bool Same(object? a, object? b) => (a, b) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (long or ulong or double, long or ulong or double) => Compare(a, b) == 0,
        (byte[] x, byte[] y) => x.AsSpan().SequenceEqual(y),
        (ListValue x, ListValue y) => x.Same(y),
        (MapValue x, MapValue y) => x.Same(y),
        (OptionalValue x, OptionalValue y) => x.HasValue == y.HasValue && (!x.HasValue || Same(x.Inner, y.Inner)),
        (CelType x, CelType y) => x.Name == y.Name,
        (DateTimeOffset x, DateTimeOffset y) => x.UtcDateTime == y.UtcDateTime,
        _ => a.Equals(b),
    };

    /// <exception cref="EvaluationException">The values have no order.</exception>
    public static int Compare(object? a, object? b) => (a, b) switch
    {
        (long x, long y) => x.CompareTo(y),
        (ulong x, ulong y) => x.CompareTo(y),
        (double x, double y) => double.IsNaN(x) || double.IsNaN(y) ? throw new EvaluationException("NaN values cannot be ordered") : x.CompareTo(y),
        (long x, ulong y) => x < 0 ? -1 : ((ulong)x).CompareTo(y),
        (ulong x, long y) => y < 0 ? 1 : x.CompareTo((ulong)y),
        (long or ulong or double, long or ulong or double) => Compare(Convert.ToDouble(a, CultureInfo.InvariantCulture), Convert.ToDouble(b, CultureInfo.InvariantCulture)),
        (bool x, bool y) => x.CompareTo(y),
        (string x, string y) => Runes(x).SequenceCompareTo(Runes(y)),
        (byte[] x, byte[] y) => x.AsSpan().SequenceCompareTo(y),
        (DateTimeOffset x, DateTimeOffset y) => x.CompareTo(y),
        (TimeSpan x, TimeSpan y) => x.CompareTo(y),
        _ => throw new EvaluationException("no such overload"),
    };

    /// <summary>A list's or map's size, a text's number of characters.</summary>
    public static long Size(object? value) => value switch
    {
        string text => text.EnumerateRunes().Count(),
        byte[] bytes => bytes.Length,
        ListValue list => list.Items.Count,
        MapValue map => map.Count,
        _ => throw new EvaluationException("no such overload"),
    };

    /// <summary>Whether the value is that of its type which stands for none.</summary>
    public static bool IsZero(object? value) => value switch
    {
        null => true,
        bool flag => !flag,
        long or ulong or double => Compare(value, 0L) == 0,
        string or byte[] or ListValue or MapValue => Size(value) == 0,
        TimeSpan span => span == TimeSpan.Zero,
        OptionalValue optional => !optional.HasValue,
        _ => false,
    };

    /// <summary>A value as <c>string()</c> and errors write it.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        double number => Number(number),
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        DateTimeOffset time => time.UtcDateTime.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        TimeSpan span => $"{(span.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture)}s",
        ListValue list => $"[{string.Join(", ", list.Items.Select(Text))}]",
        MapValue map => $"{{{string.Join(", ", map.Entries.Select(e => $"{Text(e.Key)}: {Text(e.Value)}"))}}}",
        CelType => TypeName(value),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>The shortest digits that give the number; with an exponent from a million on and below a ten-thousandth.</summary>
    private static string Number(double number) => number switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ when Math.Abs(number) is >= 1e6 or (> 0 and < 1e-4) => Exponent(number),
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Exponent(double number)
    {
        var exponent = int.Parse(number.ToString("E16", CultureInfo.InvariantCulture).Split('E')[1], CultureInfo.InvariantCulture);
        var significant = number.ToString("R", CultureInfo.InvariantCulture).Split('E')[0].Replace(".", "", StringComparison.Ordinal).TrimStart('-').Trim('0');
        var shown = significant.Length > 1 ? $"{significant[0]}.{significant[1..]}" : significant;
        return $"{(number < 0 ? "-" : "")}{shown}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private static ReadOnlySpan<int> Runes(string text) => text.EnumerateRunes().Select(r => r.Value).ToArray();
}

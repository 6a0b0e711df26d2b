using System.Globalization;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>Points in time and lengths of time.</summary>
internal static partial class TimeFunctions
{
    private static readonly (string Name, Func<DateTimeOffset, long> Part)[] Parts =
    [
        ("getFullYear", t => t.Year),
        ("getMonth", t => t.Month - 1),
        ("getDayOfYear", t => t.DayOfYear - 1),
        ("getDayOfMonth", t => t.Day - 1),
        ("getDate", t => t.Day),
        ("getDayOfWeek", t => (long)t.DayOfWeek),
        ("getHours", t => t.Hour),
        ("getMinutes", t => t.Minute),
        ("getSeconds", t => t.Second),
        ("getMilliseconds", t => t.Millisecond),
    ];

    public static IEnumerable<Function> All =>
    [
        Function.Of("timestamp(string) timestamp", a => Timestamp((string)a[0]!)),
        Function.Of("timestamp(timestamp) timestamp", a => a[0]),
        Function.Of("timestamp(int) timestamp", a => Guarded(() => DateTimeOffset.FromUnixTimeSeconds((long)a[0]!))),
        Function.Of("duration(string) duration", a => Duration((string)a[0]!)),
        Function.Of("duration(duration) duration", a => a[0]),
        Function.Of("duration(int) duration", a => TimeSpan.FromTicks((long)a[0]! / 100)),
        .. Parts.Select(p => Function.Of($"timestamp:{p.Name}() int", a => p.Part(((DateTimeOffset)a[0]!).ToUniversalTime()))),
        .. Parts.Select(p => Function.Of($"timestamp:{p.Name}(string) int", a => p.Part(In((DateTimeOffset)a[0]!, (string)a[1]!)))),
        Function.Of("duration:getHours() int", a => ((TimeSpan)a[0]!).Ticks / TimeSpan.TicksPerHour),
        Function.Of("duration:getMinutes() int", a => ((TimeSpan)a[0]!).Ticks / TimeSpan.TicksPerMinute),
        Function.Of("duration:getSeconds() int", a => ((TimeSpan)a[0]!).Ticks / TimeSpan.TicksPerSecond),
        Function.Of("duration:getMilliseconds() int", a => ((TimeSpan)a[0]!).Ticks / TimeSpan.TicksPerMillisecond),
    ];

    public static DateTimeOffset Shifted(DateTimeOffset time, TimeSpan by) => Guarded(() => time + by);

    /// <exception cref="EvaluationException">The text is no time of RFC 3339.</exception>
    public static DateTimeOffset Timestamp(string text) =>
        Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : throw Conversions.Unreadable("google.protobuf.Timestamp");

    /// <exception cref="EvaluationException">The text is no length of time as Go writes it, such as <c>1h30m</c>.</exception>
    public static TimeSpan Duration(string text)
    {
        if (text is "0" or "+0" or "-0") return TimeSpan.Zero;
        if (!GoDuration().IsMatch(text)) throw Conversions.Unreadable("google.protobuf.Duration");
        return Sum(text, GoUnit());
    }

    /// <summary>A length of time in an object, which may also be told in days and weeks and in words.</summary>
    public static TimeSpan SchemaDuration(string text) => text == "0" ? TimeSpan.Zero : Sum(text, AnyUnit());

    private static TimeSpan Sum(string text, Regex units)
    {
        var ticks = 0m;
        foreach (Match part in units.Matches(text))
        {
            ticks += decimal.Parse(part.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * part.Groups[2].Value.TrimEnd('s') switch
            {
                "n" or "nano" or "nanosecond" => 0.01m,
                "u" or "µ" or "μ" or "micro" or "microsecond" => TimeSpan.TicksPerMicrosecond,
                "m" when part.Groups[2].Value == "ms" => TimeSpan.TicksPerMillisecond,
                "milli" or "millisecond" => TimeSpan.TicksPerMillisecond,
                "" or "second" => TimeSpan.TicksPerSecond,
                "m" or "minute" => TimeSpan.TicksPerMinute,
                "h" or "hour" => TimeSpan.TicksPerHour,
                "d" or "day" => TimeSpan.TicksPerDay,
                _ => 7m * TimeSpan.TicksPerDay,
            };
        }
        return Guarded(() => TimeSpan.FromTicks((long)(text.StartsWith('-') ? -ticks : ticks)));
    }

    private static T Guarded<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new EvaluationException(typeof(T) == typeof(TimeSpan) ? "duration overflow" : "timestamp overflow");
        }
    }

    /// <summary>The time as clocks in a zone show it: <c>Europe/Berlin</c> or <c>+02:00</c>.</summary>
    private static DateTimeOffset In(DateTimeOffset time, string zone)
    {
        if (Offset().Match(zone) is { Success: true } offset)
        {
            var by = new TimeSpan(int.Parse(offset.Groups[2].Value, CultureInfo.InvariantCulture), int.Parse(offset.Groups[3].Value, CultureInfo.InvariantCulture), 0);
            return time.ToOffset(offset.Groups[1].Value == "-" ? -by : by);
        }
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? TimeZoneInfo.ConvertTime(time, found) : throw new EvaluationException($"unknown time zone {zone}");
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})\z")]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"^[+-]?((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+\z")]
    private static partial Regex GoDuration();

    [GeneratedRegex(@"(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)")]
    private static partial Regex GoUnit();

    [GeneratedRegex(@"(\d+(?:\.\d+)?)\s*(nanoseconds?|nanos?|ns|microseconds?|micros?|us|µs|milliseconds?|millis?|ms|seconds?|s|minutes?|m|hours?|h|days?|d|weeks?|w)")]
    private static partial Regex AnyUnit();

    [GeneratedRegex(@"^([+-]?)(\d{1,2}):(\d{2})\z")]
    private static partial Regex Offset();
}

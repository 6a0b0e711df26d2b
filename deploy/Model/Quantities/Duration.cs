using System.Globalization;
using System.Text.RegularExpressions;

namespace SiteBuilder.Model.Quantities;

/// <summary>Reads and writes lengths of time as environment files have them: <c>90s</c>, <c>10m</c>, <c>1h30m</c>.</summary>
public static partial class Duration
{
    /// <summary>Reads a duration of at least one second and at most a day.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var match = Format().Match(text);
        if (text.Length == 0 || !match.Success)
        {
            return false;
        }

        duration = TimeSpan.FromHours(Number(match, "h")) + TimeSpan.FromMinutes(Number(match, "m")) + TimeSpan.FromSeconds(Number(match, "s"));
        return duration > TimeSpan.Zero && duration <= TimeSpan.FromDays(1);
    }

    /// <summary>The shortest text that <see cref="TryParse"/> reads back.</summary>
    public static string Format(TimeSpan duration)
    {
        var hours = (int)duration.TotalHours;
        return (hours > 0 ? $"{hours}h" : "")
            + (duration.Minutes > 0 ? $"{duration.Minutes}m" : "")
            + (duration.Seconds > 0 || duration < TimeSpan.FromSeconds(1) ? $"{duration.Seconds}s" : "");
    }

    private static int Number(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^((?<h>[0-9]{1,5})h)?((?<m>[0-9]{1,5})m)?((?<s>[0-9]{1,5})s)?\z")]
    private static partial Regex Format();
}

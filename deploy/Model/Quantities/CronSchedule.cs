using System.Globalization;

namespace SiteBuilder.Model.Quantities;

/// <summary>When a CronJob runs, in the five fields that Kubernetes reads: minute, hour, day of the month, month, day of the week; crontab(5), without its <c>@</c> names and without 7 for Sunday.</summary>
public static class CronSchedule
{
    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] s_days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    // 29 February comes every four years
    private static readonly int[] s_lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <summary>Whether it can be read, and comes at all: 31 February does not.</summary>
    public static bool IsValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(' ') is [var minute, var hour, var day, var month, var weekday]
            && Field(minute, 0, 59, []) is not null
            && Field(hour, 0, 23, []) is not null
            && Field(day, 1, 31, []) is { } days
            && Field(month, 1, 12, s_months) is { } months
            && Field(weekday, 0, 6, s_days) is not null
            && (!IsAny(weekday) || months.Any(number => days.Min() <= s_lengths[number - 1]));
    }

    private static bool IsAny(string field) => field is "*" or "*/1";

    /// <summary>What a list of numbers, ranges and steps stands for; null where it cannot be read.</summary>
    private static HashSet<int>? Field(string text, int first, int last, string[] names)
    {
        var found = new HashSet<int>();
        foreach (var item in text.Split(','))
        {
            var (range, every) = item.Split('/') switch
            {
                [var all] => (all, 1),
                [var some, var step] => (some, Number(step, [], 0) ?? 0),
                _ => ("", 0),
            };
            (int? From, int? To) ends = range.Split('-') switch
            {
                ["*"] => (first, last),
                // from a number on, where there is a step
                [var one] => (Number(one, names, first), item.Contains('/', StringComparison.Ordinal) ? last : Number(one, names, first)),
                [var from, var to] => (Number(from, names, first), Number(to, names, first)),
                _ => (null, null),
            };
            if (every < 1 || ends is not ({ } start, { } end) || start < first || end > last || start > end)
            {
                return null;
            }

            for (var number = start; number <= end; number += every)
            {
                found.Add(number);
            }
        }

        return found;
    }

    /// <summary>A number, or a name that stands for one.</summary>
    private static int? Number(string text, string[] names, int first) =>
        Array.IndexOf(names, text) is >= 0 and var index ? index + first
        : text.Length <= 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;
}

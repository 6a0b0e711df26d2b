using System.Globalization;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>A cron expression: minute, hour, day of month, month, day of week; or @hourly, @daily, @weekly, @monthly, @yearly.</summary>
internal sealed class CronSchedule
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly bool[] _minutes, _hours, _days, _months, _weekdays;
    private readonly bool _anyDay, _anyWeekday;

    private CronSchedule(string[] fields)
    {
        _minutes = Field(fields[0], 0, 59, []);
        _hours = Field(fields[1], 0, 23, []);
        _days = Field(fields[2], 1, 31, []);
        _months = Field(fields[3], 1, 12, Months);
        _weekdays = Field(fields[4], 0, 7, Days);
        _weekdays[0] |= _weekdays[7];
        (_anyDay, _anyWeekday) = (fields[2] is "*" or "?", fields[4] is "*" or "?");
    }

    /// <summary>Throws <see cref="FormatException"/> for what is no schedule.</summary>
    public static CronSchedule Parse(string text)
    {
        string full = text.Trim() switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            var other => other,
        };
        string[] fields = full.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 5 ? new CronSchedule(fields) : throw new FormatException($"expected exactly 5 fields, found {fields.Length}: [{text}]");
    }

    /// <summary>The first time after <paramref name="from"/>, in the zone's local time; null where there is none within five years.</summary>
    public DateTimeOffset? Next(DateTimeOffset from, TimeZoneInfo zone)
    {
        DateTime local = TimeZoneInfo.ConvertTime(from, zone).DateTime;
        local = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0).AddMinutes(1);
        for (DateTime end = local.AddYears(5); local < end;)
        {
            if (!_months[local.Month] || !TakesDay(local))
            {
                local = local.Date.AddDays(1);
            }
            else if (!_hours[local.Hour])
            {
                local = local.Date.AddHours(local.Hour + 1);
            }
            else if (!_minutes[local.Minute] || zone.IsInvalidTime(local))
            {
                local = local.AddMinutes(1);
            }
            else
            {
                return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
            }
        }

        return null;
    }

    // as cron has always done it: with both days given, either is enough
    private bool TakesDay(DateTime day)
    {
        bool ofMonth = _days[day.Day];
        bool ofWeek = _weekdays[(int)day.DayOfWeek];
        return _anyDay || _anyWeekday ? ofMonth && ofWeek : ofMonth || ofWeek;
    }

    private static bool[] Field(string text, int min, int max, string[] names)
    {
        bool[] taken = new bool[max + 1];
        foreach (string part in text.Split(','))
        {
            string[] step = part.Split('/');
            string[] range = step[0] is "*" or "?" ? [$"{min}", $"{max}"] : step[0].Split('-');
            int first = Number(range[0], min, max, names);
            int last = range.Length > 1 ? Number(range[1], min, max, names) : step.Length > 1 ? max : first;
            int by = step.Length > 1 ? Number(step[1], 1, max, []) : 1;
            for (int value = first; value <= last; value += by)
            {
                taken[value] = true;
            }
        }

        return taken;
    }

    private static int Number(string text, int min, int max, string[] names)
    {
        int named = Array.FindIndex(names, name => text.Equals(name, StringComparison.OrdinalIgnoreCase));
        int number = named >= 0 ? named + (names.Length == 12 ? 1 : 0)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int parsed) ? parsed : -1;
        return number >= min && number <= max ? number : throw new FormatException($"failed to parse \"{text}\": not between {min} and {max}");
    }
}

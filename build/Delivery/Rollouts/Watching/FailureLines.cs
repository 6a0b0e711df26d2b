using System.Globalization;
using System.Text;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>A failure as the block that a reader sees.</summary>
internal static class FailureLines
{
    private const int Most = 10;

    /// <summary>All but object and remedy, which stand before and after it.</summary>
    public static string Of(RolloutFailure failure)
    {
        var text = new StringBuilder(failure.Summary);
        Line(text, "pod", failure.Pod);
        Line(text, "container", failure.Container);
        Line(text, "reason", failure.Reason);
        Line(text, "message", failure.Message);
        Line(text, "exit code", failure.ExitCode?.ToString(CultureInfo.InvariantCulture));
        Line(text, "event", failure.Event);
        Lines(text, "log", failure.Log);
        Lines(text, "also waiting", [.. failure.AlsoWaiting.Take(Most)]);
        Line(text, "done so far", failure.Done);
        return text.ToString();
    }

    /// <summary>What to do, and where to look.</summary>
    public static string Remedy(RolloutFailure failure) =>
        failure.LikelyFix is { } fix ? $"{fix}\n  look closer: {failure.LookCloser}" : $"look closer: {failure.LookCloser}";

    private static void Line(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            text.Append("\n  ").Append(name).Append(": ").Append(value);
        }
    }

    private static void Lines(StringBuilder text, string name, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            text.Append("\n  ").Append(name).Append(':');
            foreach (var line in lines)
            {
                text.Append("\n    | ").Append(line.TrimEnd());
            }
        }
    }
}

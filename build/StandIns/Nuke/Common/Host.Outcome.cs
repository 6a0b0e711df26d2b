using System.Globalization;
using Nuke.Common.Execution;

namespace Nuke.Common;

public partial class Host
{
    private const int SecondColumn = 10;
    private const int ThirdColumn = 10;

    // build servers squeeze common blanks
    private const char Gap = '\u00a0';

    /// <summary>Writes all warnings and errors again.</summary>
    protected internal virtual void WriteErrorsAndWarnings()
    {
        if (Logging.InMemorySink.Instance.LogEvents.Count == 0)
            return;
        using (WriteBlock("Errors & Warnings"))
            Logging.WriteErrorsAndWarnings(this);
    }

    /// <summary>Writes the table of targets.</summary>
    protected internal virtual void WriteTargetOutcome(INukeBuild build)
    {
        var first = Math.Max(19, build.ExecutionPlan.Max(x => x.Name.Length) + 4);
        var all = first + SecondColumn + ThirdColumn;
        string Row(string name, string status, string duration, string details = null) =>
            name.PadRight(first, Gap) + status.PadRight(SecondColumn, Gap) + duration.PadLeft(ThirdColumn, Gap)
            + (details == null ? null : $"{new string(Gap, 3)}// {details}");

        Theme.WriteVerbose();
        Theme.WriteVerbose(new string('\u2550', all));
        Theme.WriteInformation(Row("Target", "Status", "Duration"));
        Theme.WriteVerbose(new string('\u2500', all));
        foreach (var target in build.ExecutionPlan.Where(x => x.Status != ExecutionStatus.Collective))
            WriterFor(target.Status)(Row(target.Name, target.Status.ToString(), DurationOf(target), Details(target)));
        Theme.WriteVerbose(new string('\u2500', all));
        Theme.WriteInformation(Row("Total", string.Empty, Text(build.ExecutionPlan.Aggregate(TimeSpan.Zero, (sum, x) => sum + x.Duration))));
        Theme.WriteVerbose(new string('\u2550', all));
    }

    /// <summary>Writes the last line.</summary>
    protected internal virtual void WriteBuildOutcome(INukeBuild build)
    {
        var time = DateTime.Now.ToString(CultureInfo.InvariantCulture);
        Theme.WriteVerbose();
        if (build.IsSucceeding)
            Theme.WriteSuccess($"Build succeeded on {time}. {Logo.Glad}");
        else
            Theme.WriteError($"Build failed on {time}. {Logo.Angry}");
    }

    private static string DurationOf(ExecutableTarget target) => target.Status is ExecutionStatus.Skipped or ExecutionStatus.NotRun or ExecutionStatus.Scheduled
        ? string.Empty
        : Text(target.Duration);

    private static string Text(TimeSpan duration) => duration < TimeSpan.FromSeconds(1)
        ? "< 1sec"
        : string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes}:{duration:ss}");

    private static string Details(ExecutableTarget target)
    {
        if (target.OnlyWhen != null)
            return $"OnlyWhen: {target.OnlyWhen}";
        if (target.Skipped != null)
            return $"Skipped: {target.Skipped}";
        return target.SummaryInformation.Count == 0
            ? null
            : string.Join(", ", target.SummaryInformation.Select(x => $"{x.Key}: {x.Value}"));
    }

    private Action<string> WriterFor(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => Theme.WriteSuccess,
        ExecutionStatus.Failed => Theme.WriteError,
        ExecutionStatus.Skipped => Theme.WriteDebug,
        _ => Theme.WriteWarning,
    };
}

using System.Globalization;
using Spectre.Console;

namespace SiteBuilder.Delivery.Reports;

/// <summary>Prints a <see cref="DeployReport"/> for a person.</summary>
public static class DeploySummary
{
    /// <summary>Writes the stages with their times, the images, the objects and the URLs.</summary>
    public static void Write(IAnsiConsole console, DeployReport report)
    {
        var stages = new Table().Border(TableBorder.Simple).AddColumn("Stage").AddColumn(new TableColumn("Time").RightAligned()).AddColumn("Result");
        foreach (var stage in report.Stages)
        {
            stages.AddRow(Markup.Escape(stage.Stage), Seconds(stage.Elapsed), Markup.Escape(stage.Outcome));
        }

        console.Write(stages);
        var width = report.Images.Keys.Select(name => name.Length).DefaultIfEmpty().Max();
        foreach (var (name, reference) in report.Images)
        {
            // longer than most terminals are wide: a broken digest cannot be copied
            console.Profile.Out.Writer.WriteLine($"  {name.PadRight(width)}  {reference[(reference.IndexOf('@', StringComparison.Ordinal) + 1)..]}");
        }

        console.WriteLine();
        if (report.Rollout is { } rollout)
        {
            console.WriteLine($"Objects: {rollout.Counts()} (revision {rollout.Revision})");
        }

        console.WriteLine(report.Unchanged
            ? $"Nothing changed: '{report.Environment}' is as it should be."
            : $"'{report.Environment}' is rolled out.");
        foreach (var page in report.Pages)
        {
            console.WriteLine($"  open {page}");
        }
    }

    private static string Seconds(TimeSpan elapsed) => elapsed.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
}

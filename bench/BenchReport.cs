using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace SiteBuilder.Bench;

/// <summary>Prints the numbers of a suite and keeps them as JSON.</summary>
internal static class BenchReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(string suite, IReadOnlyList<Comparison> comparisons, string folder)
    {
        Directory.CreateDirectory(folder);
        var report = new { suite, when = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, comparisons };
        File.WriteAllText(Path.Combine(folder, $"{suite}.json"), JsonSerializer.Serialize(report, Indented));

        var table = new Table().Border(TableBorder.Simple).AddColumns("What", "Median", "Range", "Runs", "Peer", "Median", "Ratio");
        foreach (var one in comparisons)
        {
            table.AddRow(
                Markup.Escape(one.What),
                Seconds(Comparison.Median(one.Ours)),
                $"{Seconds(one.Ours.Min())} - {Seconds(one.Ours.Max())}",
                one.Ours.Count.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(one.Peer ?? "-"),
                one.Theirs switch { null => "-", [] => "not on this machine", var theirs => Seconds(Comparison.Median(theirs)) },
                one.Ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-");
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 140);
        AnsiConsole.Write(table);
    }

    private static string Seconds(double value) => value.ToString("0.00 s", CultureInfo.InvariantCulture);
}

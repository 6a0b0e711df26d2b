using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace SiteBuilder.Bench;

/// <summary>Prints the numbers of a suite and keeps them as JSON and as a chart.</summary>
internal static class BenchReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(string suite, IReadOnlyList<Comparison> comparisons, string folder)
    {
        Directory.CreateDirectory(folder);
        var report = new { suite, when = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, comparisons };
        File.WriteAllText(Path.Combine(folder, $"{suite}.json"), JsonSerializer.Serialize(report, Indented));

        if (BenchChart.Draw(suite, comparisons) is { } chart) File.WriteAllText(Path.Combine(folder, $"{suite}.svg"), chart);

        var table = new Table().Border(TableBorder.Simple).AddColumns("What", "Median", "Range", "Runs", "Peer", "Median", "Ratio");
        foreach (var one in comparisons)
        {
            table.AddRow(
                Markup.Escape(one.What),
                Value(Comparison.Median(one.Ours), one.Unit),
                $"{Value(one.Ours.Min(), one.Unit)} - {Value(one.Ours.Max(), one.Unit)}",
                one.Ours.Count.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(one.Peer ?? "-"),
                one.Theirs switch { null => "-", [] => "not on this machine", var theirs => Value(Comparison.Median(theirs), one.Unit) },
                one.Ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-");
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 140);
        AnsiConsole.Write(table);
    }

    private static string Value(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.000} {unit}");
}

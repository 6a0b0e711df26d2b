using System.Globalization;
using System.Text;

namespace SiteBuilder.Delivery.Rollouts.History;

/// <summary>What is remembered of a release.</summary>
/// <param name="Release">Its name.</param>
/// <param name="Revisions">The newest first.</param>
public sealed record ReleaseHistory(string Release, IReadOnlyList<HistoryEntry> Revisions)
{
    /// <summary>A table to read; under each revision what it changed of the images.</summary>
    public string ToText()
    {
        string[][] rows = [["revision", "when (UTC)", "who", "commit", "result"], .. Revisions.Select(Row)];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var (index, row) in rows.Index())
        {
            text.Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
            if (index > 0)
            {
                var revision = Revisions[index - 1];
                text.AppendJoin("", revision.Images.Select(change => $"  image {change}\n")).AppendJoin("", revision.Contracts.Select(contract => $"  contract migration {contract}\n"));
            }
        }

        return text.ToString();
    }

    private static string[] Row(HistoryEntry entry) =>
    [
        entry.Revision.ToString(CultureInfo.InvariantCulture),
        entry.When.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        entry.Origin.Who,
        entry.Origin.ShortCommit() ?? "-",
        entry.RollbackTo is { } to ? $"{entry.Result}, back to {to}" : entry.Result,
    ];
}

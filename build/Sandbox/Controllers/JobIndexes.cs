using System.Globalization;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Completion indexes as a Job writes them: 0,1 or 0-2,5.</summary>
internal static class JobIndexes
{
    public const string Label = "batch.kubernetes.io/job-completion-index";

    public static int? Of(JsonObject pod) =>
        int.TryParse(pod.Annotation(Label), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;

    public static SortedSet<int> Parse(string? text)
    {
        SortedSet<int> indexes = [];
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = part.Split('-');
            int first = int.Parse(ends[0], CultureInfo.InvariantCulture);
            int last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            indexes.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return indexes;
    }

    public static string Text(SortedSet<int> indexes)
    {
        int[] sorted = [.. indexes];
        List<string> parts = [];
        for (int start = 0; start < sorted.Length;)
        {
            int end = start;
            while (end + 1 < sorted.Length && sorted[end + 1] == sorted[end] + 1)
            {
                end++;
            }

            parts.Add(end == start ? $"{sorted[start]}" : end == start + 1 ? $"{sorted[start]},{sorted[end]}" : $"{sorted[start]}-{sorted[end]}");
            start = end + 1;
        }

        return string.Join(',', parts);
    }
}

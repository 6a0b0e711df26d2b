using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>The difference of two objects, line by line of their JSON, as patches show it.</summary>
internal static class LineDifference
{
    private const int Context = 3;

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonObject before, JsonObject after)
    {
        var (a, b) = (Lines(before), Lines(after));
        var text = new StringBuilder();
        foreach (var hunk in Hunks(Steps(a, b)))
        {
            var first = hunk[0];
            var (removed, added) = (hunk.Count(s => s.Sign != '+'), hunk.Count(s => s.Sign != '-'));
            text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(first.A, removed)} +{Range(first.B, added)} @@\n");
            foreach (var step in hunk) text.Append(step.Sign).Append(step.Line).Append('\n');
        }
        return text.ToString();
    }

    private static string[] Lines(JsonObject obj) => obj.ToJsonString(Layout).Split('\n');

    private static string Range(int start, int count) => count == 1 ? $"{start + 1}" : $"{(count == 0 ? start : start + 1)},{count}";

    /// <summary>Every line that stays, goes or comes, by the longest common sequence.</summary>
    private static List<(char Sign, string Line, int A, int B)> Steps(string[] a, string[] b)
    {
        var longest = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--) longest[i, j] = a[i] == b[j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
        }
        var steps = new List<(char, string, int, int)>();
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            if (i < a.Length && j < b.Length && a[i] == b[j]) steps.Add((' ', a[i], i++, j++));
            else if (i < a.Length && (j == b.Length || longest[i + 1, j] >= longest[i, j + 1])) steps.Add(('-', a[i], i++, j));
            else steps.Add(('+', b[j], i, j++));
        }
        return steps;
    }

    private static IEnumerable<List<(char Sign, string Line, int A, int B)>> Hunks(List<(char Sign, string Line, int A, int B)> steps)
    {
        for (var at = 0; at < steps.Count;)
        {
            var change = steps.FindIndex(at, s => s.Sign != ' ');
            if (change < 0) yield break;
            var last = change;
            for (var i = change + 1; i < steps.Count && i <= last + Context * 2; i++)
            {
                if (steps[i].Sign != ' ') last = i;
            }
            var start = Math.Max(at, change - Context);
            var end = Math.Min(steps.Count - 1, last + Context);
            yield return steps.GetRange(start, end - start + 1);
            at = end + 1;
        }
    }
}

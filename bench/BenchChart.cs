using System.Globalization;
using System.Net;
using System.Text;

namespace SiteBuilder.Bench;

/// <summary>The same numbers as a picture: two bars for each comparison, as long as their medians, the longer one over the whole width.</summary>
internal static class BenchChart
{
    private const int RowHeight = 52;
    private const int BarHeight = 14;
    private const int Top = 70;
    private const int Left = 390;
    private const int Width = 420;
    private const int Whole = Left + Width + 110;
    private const string Ours = "#1f6feb";
    private const string Theirs = "#8c959f";

    /// <summary>An SVG picture of all comparisons that have a peer with numbers; null where there are none.</summary>
    public static string? Draw(string suite, IReadOnlyList<Comparison> comparisons)
    {
        var rows = comparisons.Where(c => c.Theirs is { Count: > 0 }).ToList();
        if (rows.Count == 0) return null;
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Whole}\" height=\"{Top + (rows.Count * RowHeight)}\" font-family=\"sans-serif\" font-size=\"12\">");
        Line(svg, $"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        Line(svg, $"<text x=\"16\" y=\"28\" font-size=\"18\" font-weight=\"bold\">{Text(suite)}</text>");
        Line(svg, $"<text x=\"16\" y=\"48\" fill=\"#57606a\">medians; <tspan fill=\"{Ours}\">ours</tspan> above, the peer's below; at the right the ratio, less is better</text>");
        for (var row = 0; row < rows.Count; row++) Row(svg, rows[row], Top + (row * RowHeight));
        Line(svg, $"</svg>");
        return svg.ToString();
    }

    private static void Row(StringBuilder svg, Comparison one, int y)
    {
        var (ours, theirs) = (Comparison.Median(one.Ours), Comparison.Median(one.Theirs!));
        var scale = Width / Math.Max(ours, theirs);
        Line(svg, $"<text x=\"{Left - 12}\" y=\"{y + BarHeight - 2}\" text-anchor=\"end\">{Text(one.What)}</text>");
        Line(svg, $"<text x=\"{Left - 12}\" y=\"{y + (2 * BarHeight) + 2}\" text-anchor=\"end\" fill=\"#57606a\">{Text(one.Peer!)}</text>");
        Bar(svg, y, ours, scale, one.Unit, Ours);
        Bar(svg, y + BarHeight + 4, theirs, scale, one.Unit, Theirs);
        Line(svg, $"<text x=\"{Whole - 16}\" y=\"{y + BarHeight + 6}\" text-anchor=\"end\" font-weight=\"bold\">{one.Ratio:0.00} x</text>");
    }

    private static void Bar(StringBuilder svg, int y, double value, double scale, string unit, string colour)
    {
        var length = Math.Max(1, value * scale);
        var inside = length > Width / 2.0;
        Line(svg, $"<rect x=\"{Left}\" y=\"{y}\" width=\"{length:0.0}\" height=\"{BarHeight}\" fill=\"{colour}\"/>");
        Line(svg, $"<text x=\"{(inside ? Left + length - 6 : Left + length + 6):0.0}\" y=\"{y + BarHeight - 3}\" font-size=\"11\" text-anchor=\"{(inside ? "end" : "start")}\" fill=\"{(inside ? "white" : "#24292f")}\">{value:0.###} {Text(unit)}</text>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Line(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}

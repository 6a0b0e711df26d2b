using System.Globalization;
using System.Net;
using System.Text;
using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>The plan as a page of its own: one box per target, one line per relation.</summary>
internal static class PlanPage
{
    private const int RowHeight = 56;
    private const int BoxWidth = 220;
    private const int BoxHeight = 34;
    private const int Indent = 260;

    /// <summary>Writes the page to .nuke/temp and returns its path.</summary>
    public static AbsolutePath Write(NukeBuild build) =>
        (NukeBuild.TemporaryDirectory / "execution-plan.html").WriteAllText(For([.. build.ExecutionPlan]));

    internal static string For(List<ExecutableTarget> plan)
    {
        var depth = plan.ToDictionary(x => x, _ => 0);
        foreach (var target in plan)
            depth[target] = target.AllDependencies.Where(plan.Contains).Select(x => depth[x] + 1).DefaultIfEmpty().Max();

        var width = ((depth.Values.Max() + 1) * Indent) + 20;
        var height = (plan.Count * RowHeight) + 20;
        int X(ExecutableTarget target) => 10 + (depth[target] * Indent);
        int Y(ExecutableTarget target) => 10 + (plan.IndexOf(target) * RowHeight);

        var drawing = new StringBuilder();
        foreach (var target in plan)
        {
            foreach (var other in target.AllDependencies.Distinct().Where(plan.Contains))
            {
                var kind = target.ExecutionDependencies.Contains(other) ? "needs" : target.TriggerDependencies.Contains(other) ? "trigger" : "order";
                drawing.AppendLine(CultureInfo.InvariantCulture, $"<path class=\"{kind}\" d=\"M{X(other) + BoxWidth} {Y(other) + (BoxHeight / 2)} C{X(other) + BoxWidth + 40} {Y(other) + (BoxHeight / 2)} {X(target) - 40} {Y(target) + (BoxHeight / 2)} {X(target)} {Y(target) + (BoxHeight / 2)}\"/>");
            }
        }

        foreach (var target in plan)
        {
            var name = WebUtility.HtmlEncode(target.Name);
            drawing.AppendLine(CultureInfo.InvariantCulture, $"<g class=\"{(target.Invoked ? "asked" : "target")}\"><title>{WebUtility.HtmlEncode(target.Description ?? target.Name)}</title><rect x=\"{X(target)}\" y=\"{Y(target)}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"6\"/><text x=\"{X(target) + 12}\" y=\"{Y(target) + 22}\">{name}</text></g>");
        }

        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Execution plan</title>
            <style>
            body { font: 14px system-ui, sans-serif; margin: 24px; background: #fff; color: #222 }
            rect { fill: #eef3fb; stroke: #6a8fc5 }
            .asked rect { fill: #d6e6ff; stroke-width: 2 }
            path { fill: none; stroke: #6a8fc5; stroke-width: 1.5 }
            path.order { stroke-dasharray: 2 4 }
            path.trigger { stroke-dasharray: 8 4 }
            </style>
            </head>
            <body>
            <h1>Execution plan</h1>
            <p>From top to bottom. Solid line: needs; dashed: triggers; dotted: order only. Strong boxes were asked for.</p>
            <svg width="{{width}}" height="{{height}}" viewBox="0 0 {{width}} {{height}}" role="img">
            {{drawing}}</svg>
            </body>
            </html>
            """;
    }
}

using System.Text.RegularExpressions;

namespace SiteBuilder.Delivery.Tools;

/// <summary>The errors in what MSBuild prints, each once: it says them as they come and all of them again at the end.</summary>
internal static partial class CompileErrors
{
    private const int Most = 20;

    /// <summary>The errors, without the project that each carries at its end and with paths below the root.</summary>
    /// <param name="result">What MSBuild left.</param>
    /// <param name="root">The repository.</param>
    public static IReadOnlyList<string> In(ToolResult result, string root) =>
    [
        .. $"{result.Output}\n{result.Error}".Split('\n')
            .Where(line => Error().IsMatch(line))
            .Select(line => Project().Replace(line.Trim(), "").Replace(root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Take(Most),
    ];

    [GeneratedRegex(@"\berror\b( [A-Z]+\d+)?\s*:")]
    private static partial Regex Error();

    [GeneratedRegex(@" \[[^\]]+\.\w*proj(::[^\]]*)?\]$")]
    private static partial Regex Project();
}

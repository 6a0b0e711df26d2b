using System.Globalization;

namespace SiteBuilder.Delivery.Rollouts.Secrets;

/// <summary>The annotation <c>sitebuilder.dev/generate</c>, such as <c>postgres:superuser-password=32,sites-password=32</c>.</summary>
/// <param name="Group">Secrets of one group hold the same values in every namespace.</param>
/// <param name="Lengths">Characters of each key's value.</param>
internal sealed record GenerateRule(string Group, IReadOnlyDictionary<string, int> Lengths)
{
    private const int Shortest = 8;
    private const int Longest = 1024;

    /// <summary>Null where the text is not of that form.</summary>
    public static GenerateRule? Parse(string text)
    {
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || parts[0].Length == 0)
        {
            return null;
        }

        var lengths = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in parts[1].Split(',', StringSplitOptions.TrimEntries))
        {
            var pair = item.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length != 2 || pair[0].Length == 0 || !int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length is < Shortest or > Longest || !lengths.TryAdd(pair[0], length))
            {
                return null;
            }
        }

        return new GenerateRule(parts[0], lengths);
    }
}

using System.Globalization;

namespace SiteBuilder.Delivery.Rollouts.Secrets;

/// <summary>Random letters and digits, such as <c>postgres:superuser-password=32,sites-password=32</c>.</summary>
/// <param name="Group">The group.</param>
/// <param name="Lengths">Characters of each key's value, 8 to 1024.</param>
internal sealed record RandomRule(string Group, IReadOnlyDictionary<string, int> Lengths) : GenerateRule(Group)
{
    public const string Form = "<group>:<key>=<length 8 to 1024>,...";
    private const int Shortest = 8;
    private const int Longest = 1024;

    public override IReadOnlyList<string> Keys => [.. Lengths.Keys];

    /// <summary>Null where the text is not of that form.</summary>
    public static RandomRule? Parse(string group, string what)
    {
        var lengths = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in what.Split(',', StringSplitOptions.TrimEntries))
        {
            var pair = item.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length != 2 || pair[0].Length == 0 || !int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length is < Shortest or > Longest || !lengths.TryAdd(pair[0], length))
            {
                return null;
            }
        }

        return new RandomRule(group, lengths);
    }
}

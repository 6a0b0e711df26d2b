using System.Text;

namespace SiteBuilder.CommandLine;

/// <summary>Names of options: how they are typed, compared and guessed.</summary>
internal static class Text
{
    /// <summary>Letters and digits in lower case: KubeContext, kube-context and KUBE_CONTEXT are one name.</summary>
    public static string Key(string name) => string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    /// <summary>KubeContext to kube-context.</summary>
    public static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (var (index, letter) in name.Index())
        {
            var startsWord = char.IsUpper(letter) && index > 0
                && (!char.IsUpper(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1])));
            text.Append(startsWord ? "-" : null).Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    /// <summary>The candidate that needs the fewest changes, or null where all are far off.</summary>
    public static string? Nearest(string typed, IEnumerable<string> candidates)
    {
        var limit = Math.Max(2, typed.Length / 3);
        return candidates
            .Select(x => (Text: x, Changes: Key(x).StartsWith(Key(typed), StringComparison.Ordinal) ? 1 : Changes(Key(typed), Key(x))))
            .Where(x => x.Changes <= limit)
            .OrderBy(x => x.Changes)
            .Select(x => x.Text)
            .FirstOrDefault();
    }

    /// <summary>The question whether the caller meant that, or null.</summary>
    public static string? Guess(string? nearest) => nearest == null ? null : $" Did you mean '{nearest}'?";

    // letters to insert, delete or replace
    private static int Changes(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}

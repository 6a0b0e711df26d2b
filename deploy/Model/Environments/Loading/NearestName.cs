namespace SiteBuilder.Model.Environments.Loading;

/// <summary>Finds what somebody probably meant.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the fewest edits, if they are few enough for a slip; the first of equals.</summary>
    public static string? Of(string found, IEnumerable<string> candidates) => candidates
        .Select(candidate => (Name: candidate, Edits: Edits(found.ToLowerInvariant(), candidate.ToLowerInvariant())))
        .Where(candidate => candidate.Edits <= Math.Max(2, candidate.Name.Length / 3) || candidate.Name.StartsWith(found, StringComparison.OrdinalIgnoreCase))
        .OrderBy(candidate => candidate.Edits)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    /// <summary>Levenshtein's distance.</summary>
    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}

using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Validation;

namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>Regular expressions of rules.</summary>
internal static class Patterns
{
    private const int Most = 1000;
    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    /// <exception cref="RegexParseException">The text is no regular expression.</exception>
    public static Regex Of(string pattern)
    {
        if (Known.TryGetValue(pattern, out var known)) return known;
        var made = new Regex(GoPattern.Translate(pattern), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        if (Known.Count < Most) Known[pattern] = made;
        return made;
    }

    /// <exception cref="EvaluationException">The text is no regular expression.</exception>
    public static Regex OrProblem(string pattern)
    {
        try
        {
            return Of(pattern);
        }
        catch (RegexParseException e)
        {
            throw new EvaluationException($"error parsing regexp: {e.Message}");
        }
    }
}

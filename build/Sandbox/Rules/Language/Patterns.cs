using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Validation;

namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>Regular expressions of rules. As on a real server they look at nothing twice, so that none takes longer than its text is long.</summary>
internal static class Patterns
{
    private const int Most = 1000;
    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    /// <exception cref="RegexParseException">The text is no regular expression.</exception>
    /// <exception cref="EvaluationException">It needs more than a real server's regular expressions can.</exception>
    public static Regex Of(string pattern)
    {
        if (Known.TryGetValue(pattern, out var known)) return known;
        var made = Made(pattern);
        if (Known.Count < Most) Known[pattern] = made;
        return made;
    }

    private static Regex Made(string pattern)
    {
        try
        {
            return new Regex(GoPattern.Translate(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
        }
        catch (NotSupportedException e)
        {
            throw new EvaluationException($"error parsing regexp: {e.Message}");
        }
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

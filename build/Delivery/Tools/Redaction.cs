using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace SiteBuilder.Delivery.Tools;

/// <summary>The one filter that all output passes: every known secret becomes <c>***</c>. Safe to use from many threads.</summary>
public sealed class Redaction
{
    private const string Mask = "***";
    private const int ShortestSecret = 4;

    /// <summary>A value up to this length that reads like a word may be part of an ordinary one: <c>admin</c> of <c>administrator</c>.</summary>
    private const int LongestWord = 11;

    /// <summary>Above this length a capital letter is taken for chance and not for the beginning of a name.</summary>
    private const int LongestName = 7;

    private static readonly SearchValues<char> s_vowels = SearchValues.Create("aeiouy");
    private readonly ConcurrentDictionary<string, byte> _secrets = new(StringComparer.Ordinal);

    /// <summary>
    /// Hides a value from now on. Values under four characters are not hidden: they would take ordinary words with them. One that reads like a word is hidden
    /// where it stands alone and not inside a longer word; every other is hidden anywhere.
    /// </summary>
    public void Hide(string? secret)
    {
        if (secret is { Length: >= ShortestSecret })
        {
            _secrets.TryAdd(secret, 0);
        }
    }

    /// <summary>The text without any known secret; longer secrets are replaced first, so that one inside another leaves no rest.</summary>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var secret in _secrets.Keys.OrderByDescending(s => s.Length))
        {
            text = IsWord(secret) ? WithoutWord(text, secret) : text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>
    /// Whether it may as well be a word or a name of ordinary text: short, of small letters alone (below eight characters also with a capital first), and
    /// to be spoken, with a vowel and no more than four letters in a row without one. What is made at random is hardly ever so.
    /// </summary>
    internal static bool IsWord(string secret)
    {
        var letters = secret.AsSpan();
        if (letters.Length > LongestWord)
        {
            return false;
        }

        if (letters.Length <= LongestName && char.IsAsciiLetterUpper(letters[0]))
        {
            letters = letters[1..];
        }

        return !letters.ContainsAnyExceptInRange('a', 'z') && IsSpoken(secret.ToLowerInvariant());
    }

    private static bool IsSpoken(ReadOnlySpan<char> letters)
    {
        const int mostConsonants = 4;
        while (letters.IndexOfAny(s_vowels) is var vowel and >= 0)
        {
            if (vowel > mostConsonants)
            {
                return false;
            }

            letters = letters[(vowel + 1)..];
            if (letters.Length <= mostConsonants)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Replaces it where no letter or digit is beside it.</summary>
    private static string WithoutWord(string text, string word)
    {
        StringBuilder? masked = null;
        var done = 0;
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if (at < done || (at > 0 && char.IsLetterOrDigit(text[at - 1])) || (end < text.Length && char.IsLetterOrDigit(text[end])))
            {
                continue;
            }

            (masked ??= new StringBuilder(text.Length)).Append(text, done, at - done).Append(Mask);
            done = end;
        }

        return masked is null ? text : masked.Append(text, done, text.Length - done).ToString();
    }
}

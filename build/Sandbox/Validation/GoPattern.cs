using System.Text;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Regular expressions of schemas, which are written for Go, in the words of .NET.</summary>
internal static class GoPattern
{
    /// <summary>Digits, letters and spaces are those of ASCII there, and <c>$</c> is the end of the text and not of its last line.</summary>
    public static string Translate(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                i++;
                result.Append(pattern[i] switch
                {
                    'd' => inClass ? "0-9" : "[0-9]",
                    'w' => inClass ? "0-9A-Za-z_" : "[0-9A-Za-z_]",
                    's' => inClass ? @"\t\n\f\r " : @"[\t\n\f\r ]",
                    'D' when !inClass => "[^0-9]",
                    'W' when !inClass => "[^0-9A-Za-z_]",
                    'S' when !inClass => @"[^\t\n\f\r ]",
                    'z' => @"\z",
                    var other => $"\\{other}",
                });
            }
            else if (c == '$' && !inClass) result.Append(@"\z");
            else
            {
                if (c == '[' && inClass && i + 1 < pattern.Length && pattern[i + 1] == ':' && Named(pattern, ref i) is { } named)
                {
                    result.Append(named);
                    continue;
                }
                if (c == '[' && inClass) result.Append('\\');
                if (c == '[') inClass = true;
                else if (c == ']' && pattern[i - 1] != '[') inClass = false;
                result.Append(c);
            }
        }
        return result.ToString();
    }

    private static string? Named(string pattern, ref int at)
    {
        var end = pattern.IndexOf(":]", at, StringComparison.Ordinal);
        if (end < 0) return null;
        var characters = pattern[(at + 2)..end] switch
        {
            "alnum" => "0-9A-Za-z",
            "alpha" => "A-Za-z",
            "digit" => "0-9",
            "lower" => "a-z",
            "upper" => "A-Z",
            "space" => @"\t\n\v\f\r ",
            "xdigit" => "0-9A-Fa-f",
            "word" => "0-9A-Za-z_",
            "punct" => @"!-/:-@\[-`{-~",
            _ => null,
        };
        if (characters is not null) at = end + 1;
        return characters;
    }
}

using System.Globalization;
using System.Text;

namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>Texts and bytes as expressions write them: quoted once or three times, raw or with escapes.</summary>
internal static class TextLiteral
{
    /// <exception cref="FormatException">There is no such character.</exception>
    public static string Text(string literal)
    {
        var (content, raw) = Content(literal);
        if (raw) return content;
        var text = new StringBuilder();
        foreach (var part in Parts(content, isText: true)) text.Append(Rune.TryCreate(part.Code, out var rune) ? rune.ToString() : throw new FormatException("invalid unicode code point"));
        return text.ToString();
    }

    /// <exception cref="FormatException">A character is given by its number, which bytes have no room for.</exception>
    public static byte[] Bytes(string literal)
    {
        var (content, raw) = Content(literal.TrimStart('b', 'B'));
        if (raw) return Encoding.UTF8.GetBytes(content);
        using var bytes = new MemoryStream();
        foreach (var (code, isByte) in Parts(content, isText: false))
        {
            if (isByte) bytes.WriteByte((byte)code);
            else bytes.Write(Encoding.UTF8.GetBytes(new Rune(code).ToString()));
        }
        return bytes.ToArray();
    }

    private static (string Content, bool Raw) Content(string literal)
    {
        var raw = literal[0] is 'r' or 'R';
        var quoted = (raw ? literal[1..] : literal).TrimStart('b', 'B').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var quotes = quoted.Length >= 6 && (quoted.StartsWith("\"\"\"", StringComparison.Ordinal) || quoted.StartsWith("'''", StringComparison.Ordinal)) ? 3 : 1;
        return (quoted[quotes..^quotes], raw);
    }

    /// <summary>Characters, and bytes that are given by their number.</summary>
    private static IEnumerable<(int Code, bool IsByte)> Parts(string content, bool isText)
    {
        for (var i = 0; i < content.Length;)
        {
            if (content[i] != '\\')
            {
                var rune = Rune.GetRuneAt(content, i);
                i += rune.Utf16SequenceLength;
                yield return (rune.Value, false);
                continue;
            }
            var kind = content[i + 1];
            if (kind is 'u' or 'U' && !isText) throw new FormatException("unable to unescape string");
            var (length, radix) = kind switch { 'x' or 'X' => (2, 16), 'u' => (4, 16), 'U' => (8, 16), >= '0' and <= '3' => (3, 8), _ => (0, 0) };
            if (length == 0)
            {
                yield return (Simple(kind), false);
                i += 2;
                continue;
            }
            var start = radix == 8 ? i + 1 : i + 2;
            var digits = content.Substring(start, length);
            yield return (radix == 8 ? Convert.ToInt32(digits, 8) : int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), length < 4);
            i = start + length;
        }
    }

    private static int Simple(char kind) => kind switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        _ => kind,
    };
}

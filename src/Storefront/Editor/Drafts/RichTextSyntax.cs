using System.Text;
using System.Text.Json.Nodes;

namespace SiteBuilder.Storefront.Editor.Drafts;

/// <summary>
/// A paragraph's pieces as one line of text and back: <c>**bold**</c>, <c>*italic*</c>, <c>[words](address)</c>; a backslash before one of these
/// signs makes it a plain letter.
/// </summary>
internal static class RichTextSyntax
{
    private const string Signs = @"\*[]";
    private const string AddressSigns = @"\)";

    private sealed record Look(bool Bold, bool Italic, string? Link);

    /// <summary>The text of spans.</summary>
    public static string Write(JsonArray spans)
    {
        var text = new StringBuilder();
        var now = new Look(false, false, null);
        foreach (var span in spans.OfType<JsonObject>())
        {
            var next = new Look((bool?)span["bold"] ?? false, (bool?)span["italic"] ?? false, (string?)span["link"]);
            Turn(text, now, next);
            now = next;
            Escape(text, (string?)span["text"] ?? "", Signs);
        }

        Turn(text, now, new Look(false, false, null));
        return text.ToString();
    }

    /// <summary>The spans of a text; neighbours that look alike are one.</summary>
    public static JsonArray Read(string text)
    {
        var spans = new JsonArray();
        Read(text, new Look(false, false, null), spans);
        return spans;
    }

    private static Look Read(string text, Look look, JsonArray spans)
    {
        var letters = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\\' when at + 1 < text.Length && Signs.Contains(text[at + 1], StringComparison.Ordinal):
                    letters.Append(text[++at]);
                    break;
                case '*':
                    Flush(letters, look, spans);
                    var isBold = at + 1 < text.Length && text[at + 1] == '*';
                    look = isBold ? look with { Bold = !look.Bold } : look with { Italic = !look.Italic };
                    at += isBold ? 1 : 0;
                    break;
                case '[' when look.Link is null && End(text, at + 1, ']') is > 0 and var close && close + 1 < text.Length && text[close + 1] == '('
                    && End(text, close + 2, ')') is > 0 and var end:
                    Flush(letters, look, spans);
                    look = Read(text[(at + 1)..close], look with { Link = Plain(text[(close + 2)..end]) }, spans) with { Link = null };
                    at = end;
                    break;
                default:
                    letters.Append(text[at]);
                    break;
            }
        }

        Flush(letters, look, spans);
        return look;
    }

    private static void Flush(StringBuilder letters, Look look, JsonArray spans)
    {
        if (letters.Length == 0)
        {
            return;
        }

        var span = new JsonObject { ["text"] = letters.ToString() };
        if (look.Bold)
        {
            span["bold"] = true;
        }

        if (look.Italic)
        {
            span["italic"] = true;
        }

        if (look.Link is { } link)
        {
            span["link"] = link;
        }

        spans.Add(span);
        letters.Clear();
    }

    private static void Turn(StringBuilder text, Look from, Look to)
    {
        if (from.Link is not null && from.Link != to.Link)
        {
            text.Append("](");
            Escape(text, from.Link, AddressSigns);
            text.Append(')');
        }

        text.Append(from.Bold != to.Bold ? "**" : "").Append(from.Italic != to.Italic ? "*" : "");
        text.Append(to.Link is not null && from.Link != to.Link ? "[" : "");
    }

    private static void Escape(StringBuilder text, string letters, string signs)
    {
        foreach (var letter in letters)
        {
            text.Append(signs.Contains(letter, StringComparison.Ordinal) ? "\\" : "").Append(letter);
        }
    }

    private static int End(string text, int from, char sign)
    {
        for (var at = from; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == sign)
            {
                return at;
            }
        }

        return -1;
    }

    private static string Plain(string address)
    {
        var plain = new StringBuilder();
        for (var at = 0; at < address.Length; at++)
        {
            at += address[at] == '\\' && at + 1 < address.Length && AddressSigns.Contains(address[at + 1], StringComparison.Ordinal) ? 1 : 0;
            plain.Append(address[at]);
        }

        return plain.ToString();
    }
}

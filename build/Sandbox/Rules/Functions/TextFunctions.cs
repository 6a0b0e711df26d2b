using System.Text.RegularExpressions;
using System.Text;
using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>Functions of texts. Places are counted in characters, not in UTF-16.</summary>
internal static class TextFunctions
{
    public static IEnumerable<Function> All =>
    [
        Function.Of("size(string) int", a => Values.Size(a[0])),
        Function.Of("string:size() int", a => Values.Size(a[0])),
        Function.Of("size(bytes) int", a => Values.Size(a[0])),
        Function.Of("bytes:size() int", a => Values.Size(a[0])),
        Function.Of("string:contains(string) bool", a => Text(a, 0).Contains(Text(a, 1), StringComparison.Ordinal)),
        Function.Of("string:startsWith(string) bool", a => Text(a, 0).StartsWith(Text(a, 1), StringComparison.Ordinal)),
        Function.Of("string:endsWith(string) bool", a => Text(a, 0).EndsWith(Text(a, 1), StringComparison.Ordinal)),
        Function.Of("string:matches(string) bool", a => Patterns.OrProblem(Text(a, 1)).IsMatch(Text(a, 0))),
        Function.Of("matches(string, string) bool", a => Patterns.OrProblem(Text(a, 1)).IsMatch(Text(a, 0))),
        Function.Of("string:find(string) string", a => Patterns.OrProblem(Text(a, 1)).Match(Text(a, 0)).Value),
        Function.Of("string:findAll(string) list(string)", a => Found(a, -1)),
        Function.Of("string:findAll(string, int) list(string)", a => Found(a, (long)a[2]!)),
        Function.Of("string:charAt(int) string", a => CharAt(Runes(a[0]), (long)a[1]!)),
        Function.Of("string:indexOf(string) int", a => IndexOf(Runes(a[0]), Runes(a[1]), 0)),
        Function.Of("string:indexOf(string, int) int", a => IndexOf(Runes(a[0]), Runes(a[1]), (long)a[2]!)),
        Function.Of("string:lastIndexOf(string) int", a => LastIndexOf(Runes(a[0]), Runes(a[1]), null)),
        Function.Of("string:lastIndexOf(string, int) int", a => LastIndexOf(Runes(a[0]), Runes(a[1]), (long)a[2]!)),
        Function.Of("string:lowerAscii() string", a => Mapped(a, c => char.IsAsciiLetterUpper(c) ? (char)(c + 32) : c)),
        Function.Of("string:upperAscii() string", a => Mapped(a, c => char.IsAsciiLetterLower(c) ? (char)(c - 32) : c)),
        Function.Of("string:replace(string, string) string", a => Replace(a, -1)),
        Function.Of("string:replace(string, string, int) string", a => Replace(a, (long)a[3]!)),
        Function.Of("string:split(string) list(string)", a => Split(Text(a, 0), Text(a, 1), -1)),
        Function.Of("string:split(string, int) list(string)", a => Split(Text(a, 0), Text(a, 1), (long)a[2]!)),
        Function.Of("string:substring(int) string", a => Substring(Runes(a[0]), (long)a[1]!, null)),
        Function.Of("string:substring(int, int) string", a => Substring(Runes(a[0]), (long)a[1]!, (long)a[2]!)),
        Function.Of("string:trim() string", a => Text(a, 0).Trim()),
        Function.Of("string:format(list(dyn)) string", a => TextFormat.Of(Text(a, 0), ((ListValue)a[1]!).Items)),
        Function.Of("strings.quote(string) string", a => Quoted(Text(a, 0))),
        Function.Of("list(string):join() string", a => Join(a, "")),
        Function.Of("list(string):join(string) string", a => Join(a, Text(a, 1))),
    ];

    private static string Text(object?[] arguments, int at) => (string)arguments[at]!;

    private static Rune[] Runes(object? text) => [.. ((string)text!).EnumerateRunes()];

    private static string Text(ReadOnlySpan<Rune> runes)
    {
        var text = new StringBuilder();
        foreach (var rune in runes) text.Append(rune.ToString());
        return text.ToString();
    }

    private static EvaluationException OutOfRange(long at) => new($"index out of range: {at}");

    private static string Mapped(object?[] arguments, Func<char, char> map) => string.Concat(Text(arguments, 0).Select(map));

    private static ListValue Found(object?[] arguments, long most)
    {
        IEnumerable<Match> found = Patterns.OrProblem(Text(arguments, 1)).Matches(Text(arguments, 0));
        return new ListValue([.. (most < 0 ? found : found.Take((int)Math.Min(most, int.MaxValue))).Select(m => m.Value)]);
    }

    private static string CharAt(Rune[] text, long at) => at < 0 || at > text.Length ? throw OutOfRange(at) : at == text.Length ? "" : text[at].ToString();

    private static long IndexOf(Rune[] text, Rune[] part, long from)
    {
        if (part.Length == 0) return from;
        if (from < 0 || from >= text.Length) return from < 0 || from > text.Length ? throw OutOfRange(from) : -1;
        var found = text.AsSpan((int)from).IndexOf(part);
        return found < 0 ? -1 : found + from;
    }

    private static long LastIndexOf(Rune[] text, Rune[] part, long? from)
    {
        if (from < 0 || from > text.Length) throw OutOfRange(from.Value);
        if (part.Length == 0) return from ?? text.Length;
        var until = from is null ? text.Length : Math.Min(text.Length, from.Value + part.Length);
        return text.AsSpan(0, (int)until).LastIndexOf(part);
    }

    private static string Replace(object?[] arguments, long most)
    {
        var (text, old, with) = (Text(arguments, 0), Text(arguments, 1), Text(arguments, 2));
        if (most == 0) return text;
        if (old.Length == 0) return Between(Runes(text), with, most);
        if (most < 0) return text.Replace(old, with, StringComparison.Ordinal);
        var result = new StringBuilder();
        var at = 0;
        for (; most > 0 && text.IndexOf(old, at, StringComparison.Ordinal) is >= 0 and var next; most--)
        {
            result.Append(text, at, next - at).Append(with);
            at = next + old.Length;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>An empty text stands before every character and at the end.</summary>
    private static string Between(Rune[] text, string with, long most)
    {
        var result = new StringBuilder();
        for (var i = 0; i <= text.Length; i++)
        {
            if (most < 0 || i < most) result.Append(with);
            if (i < text.Length) result.Append(text[i].ToString());
        }
        return result.ToString();
    }

    private static ListValue Split(string text, string separator, long most)
    {
        if (most == 0) return new ListValue([]);
        if (separator.Length > 0) return new ListValue([.. most < 0 ? text.Split(separator) : text.Split(separator, (int)Math.Min(most, int.MaxValue))]);
        var runes = Runes(text);
        var alone = most < 0 ? runes.Length : (int)Math.Min(most - 1, runes.Length);
        List<object?> parts = [.. runes.Take(alone).Select(r => r.ToString())];
        if (alone < runes.Length) parts.Add(Text(runes.AsSpan(alone)));
        return new ListValue(parts);
    }

    private static string Substring(Rune[] text, long start, long? end)
    {
        if (start < 0 || start > text.Length) throw OutOfRange(start);
        if (end is null) return Text(text.AsSpan((int)start));
        if (start > end) throw new EvaluationException($"invalid substring range. start: {start}, end: {end}");
        if (end > text.Length) throw OutOfRange(end.Value);
        return Text(text.AsSpan((int)start, (int)(end.Value - start)));
    }

    private static string Join(object?[] arguments, string separator) =>
        string.Join(separator, ((ListValue)arguments[0]!).Items.Select(i => i as string ?? throw new EvaluationException($"join: invalid input: {Values.Text(i)}")));

    public static string Quoted(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var c in text)
        {
            result.Append(c switch { '\a' => "\\a", '\b' => "\\b", '\f' => "\\f", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", '\v' => "\\v", '\\' => "\\\\", '"' => "\\\"", _ => c.ToString() });
        }
        return result.Append('"').ToString();
    }
}

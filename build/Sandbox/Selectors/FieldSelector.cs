using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Selectors;

/// <summary>A field selector of a request, such as <c>metadata.name=web,status.phase!=Running</c>.</summary>
internal sealed class FieldSelector
{
    private readonly List<(string Field, string Value, bool Equal)> _terms = [];
    private ResourceKind _kind = null!;

    public bool IsEmpty => _terms.Count == 0;

    /// <summary>The name that a matching object must have, where the selector says so.</summary>
    public string? Name { get; private set; }

    /// <exception cref="StatusException">The text is no selector, or the kind cannot be selected by that field.</exception>
    public static FieldSelector Parse(string text, ResourceKind kind)
    {
        var selector = new FieldSelector { _kind = kind };
        foreach (var term in Split(text).Order(StringComparer.Ordinal).Where(t => t.Length > 0))
        {
            var at = term.AsSpan().IndexOf('=');
            if (at < 0) throw Refusal.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
            var equal = at == 0 || term[at - 1] != '!';
            var value = Unescape(term[(at + (equal && term.AsSpan(at + 1).StartsWith("=") ? 2 : 1))..]);
            var field = term[..(equal ? at : at - 1)];
            if (field.Length > 0 || value.Length > 0) selector._terms.Add((field, value, equal));
        }
        for (var i = 0; i < selector._terms.Count; i++)
        {
            var (field, value, equal) = selector._terms[i];
            field = SelectableFields.Of(field, kind);
            selector._terms[i] = (field, value, equal);
            if (equal && field == "metadata.name") selector.Name = value;
        }
        return selector;
    }

    public bool Matches(JsonObject obj) => _terms.TrueForAll(t => (SelectableFields.Value(obj, t.Field, _kind) == t.Value) == t.Equal);

    /// <summary>Terms end at a comma that no backslash makes part of a value.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
        yield return text[start..];
    }

    private static string Unescape(string value)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is ',' or '=') throw Refusal.BadRequest($"invalid field selector: unescaped character in value: {(int)value[i]}");
            if (value[i] != '\\')
            {
                plain.Append(value[i]);
                continue;
            }
            if (++i == value.Length) throw Refusal.BadRequest("invalid field selector: invalid escape sequence: \\");
            if (value[i] is not ('\\' or ',' or '=')) throw Refusal.BadRequest($"invalid field selector: invalid escape sequence: \\{value[i]}");
            plain.Append(value[i]);
        }
        return plain.ToString();
    }
}

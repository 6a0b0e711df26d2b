using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Selectors;

/// <summary>A label selector of a request, such as <c>app=web,tier notin (back)</c>.</summary>
internal sealed class LabelSelector
{
    private readonly List<(string Key, string Operator, List<string> Values)> _requirements = [];

    public bool IsEmpty => _requirements.Count == 0;

    /// <exception cref="StatusException">The text is no selector.</exception>
    public static LabelSelector Parse(string text)
    {
        var selector = new LabelSelector();
        var tokens = new Tokens(text);
        if (tokens.Peek().Length == 0) return selector;
        if (!Begins(tokens.Peek())) throw Refusal.BadRequest($"found '{tokens.Peek()}', expected: !, identifier, or 'end of string'");
        while (true)
        {
            selector._requirements.Add(Requirement(tokens));
            var next = tokens.Next();
            if (next.Length == 0) return selector;
            if (next != ",") throw Refusal.BadRequest($"found '{next}', expected: ',' or 'end of string'");
            if (!Begins(tokens.Peek())) throw Refusal.BadRequest($"found '{tokens.Peek()}', expected: identifier after ','");
        }
    }

    public bool Matches(JsonObject obj)
    {
        if (_requirements.Count == 0) return true;
        var labels = obj.Object("metadata", "labels");
        foreach (var (key, op, values) in _requirements)
        {
            var value = labels.Text(key);
            var holds = op switch
            {
                "exists" => value is not null,
                "!" => value is null,
                "in" => value is not null && values.Contains(value),
                "notin" => value is null || !values.Contains(value),
                "gt" => long.TryParse(value, CultureInfo.InvariantCulture, out var l) && l > long.Parse(values[0], CultureInfo.InvariantCulture),
                _ => long.TryParse(value, CultureInfo.InvariantCulture, out var l) && l < long.Parse(values[0], CultureInfo.InvariantCulture),
            };
            if (!holds) return false;
        }
        return true;
    }

    private static bool Begins(string token) => token == "!" || IsIdentifier(token);

    private static bool IsIdentifier(string token) => token.Length > 0 && token[0] is not ('(' or ')' or ',' or '<' or '>' or '=' or '!');

    private static (string, string, List<string>) Requirement(Tokens tokens)
    {
        var not = tokens.Peek() == "!";
        if (not) tokens.Next();
        var key = tokens.Next();
        if (!IsIdentifier(key)) throw Unable($"found '{key}', expected: identifier");
        if (string.Join("; ", Names.Qualified(key)) is { Length: > 0 } problem) throw Unable($"<nil>: Invalid value: {JsonText.Text(key)}: {problem}");
        if (not) return (key, "!", []);
        if (tokens.Peek() is "" or ",") return (key, "exists", []);
        var op = tokens.Next();
        switch (op)
        {
            case "in" or "notin":
                return (key, op, Checked(key, Values(tokens)));
            case "=" or "==" or "!=":
                return (key, op == "!=" ? "notin" : "in", Checked(key, [Value(tokens)]));
            case ">" or "<":
                var number = Value(tokens);
                if (!long.TryParse(number, CultureInfo.InvariantCulture, out _)) throw Unable($"values[0]: Invalid value: {JsonText.Text(number)}: for 'Gt', 'Lt' operators, the value must be an integer");
                return (key, op == ">" ? "gt" : "lt", [number]);
            default:
                throw Unable($"found '{op}', expected: in, notin, =, ==, !=, gt, lt");
        }
    }

    /// <summary>The values between parentheses. Nothing before or after a comma is the empty value.</summary>
    private static List<string> Values(Tokens tokens)
    {
        if (tokens.Next() is not "(" and var open) throw Unable($"found '{open}' expected: '('");
        if (tokens.Peek() is not ("," or ")") && !IsIdentifier(tokens.Peek())) throw Unable($"found '{tokens.Peek()}', expected: ',', ')' or identifier");
        var values = new SortedSet<string>(StringComparer.Ordinal);
        if (tokens.Peek() is "," or ")") values.Add("");
        while (true)
        {
            var next = tokens.Next();
            if (next == ")") return [.. values];
            if (next == ",")
            {
                if (tokens.Peek() is "," or ")") values.Add("");
                else if (!IsIdentifier(tokens.Peek())) throw Unable($"found '{tokens.Peek()}', expected: ',', or identifier");
                continue;
            }
            values.Add(next);
            if (tokens.Peek() is not ("," or ")")) throw Unable($"found '{tokens.Peek()}', expected: ',' or ')'");
        }
    }

    private static string Value(Tokens tokens)
    {
        if (tokens.Peek() is "" or ",") return "";
        var value = tokens.Next();
        return IsIdentifier(value) ? value : throw Unable($"found '{value}', expected: identifier");
    }

    private static List<string> Checked(string key, List<string> values)
    {
        var problems = values.Select((value, i) => (Value: value, Path: $"values[{i}][{key}]", Text: string.Join("; ", Names.LabelValue(value)))).Where(p => p.Text.Length > 0)
            .Select(p => $"{p.Path}: Invalid value: {JsonText.Text(p.Value)}: {p.Text}").ToList();
        return problems.Count switch
        {
            0 => values,
            1 => throw Unable(problems[0]),
            _ => throw Unable($"[{string.Join(", ", problems)}]"),
        };
    }

    private static StatusException Unable(string why) => Refusal.BadRequest($"unable to parse requirement: {why}");

    /// <summary>The words and signs of a selector.</summary>
    private sealed class Tokens(string text)
    {
        private int _at;

        public string Peek()
        {
            var at = _at;
            var token = Next();
            _at = at;
            return token;
        }

        public string Next()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
            if (_at == text.Length) return "";
            var start = _at;
            if (text[_at] is '(' or ')' or ',' or '<' or '>') return text[_at++].ToString();
            if (text[_at] is '=' or '!')
            {
                _at++;
                if (_at < text.Length && text[_at] == '=') _at++;
                return text[start.._at];
            }
            while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('(' or ')' or ',' or '<' or '>' or '=' or '!')) _at++;
            return text[start.._at];
        }
    }
}

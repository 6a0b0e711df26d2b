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
        while (true)
        {
            selector._requirements.Add(Requirement(tokens));
            var next = tokens.Next();
            if (next.Length == 0) return selector;
            if (next != ",") throw Refusal.BadRequest($"found '{next}', expected: ',' or 'end of string'");
            if (tokens.Peek().Length == 0) throw Refusal.BadRequest($"found '', expected: identifier after ','");
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

    private static (string, string, List<string>) Requirement(Tokens tokens)
    {
        var not = tokens.Peek() == "!";
        if (not) tokens.Next();
        var key = tokens.Next();
        if (key.Length == 0 || key is "(" or ")" or "," or "=" or "==" or "!=") throw Unable($"found '{key}', expected: !, identifier, or 'end of string'");
        if (string.Join("; ", Names.Qualified(key)) is { Length: > 0 } problem) throw Unable($"key: Invalid value: \"{key}\": {problem}");
        if (not) return (key, "!", []);
        var op = tokens.Peek();
        if (op is "" or ",") return (key, "exists", []);
        tokens.Next();
        switch (op)
        {
            case "in" or "notin":
                return (key, op, Values(tokens));
            case "=" or "==" or "!=":
                return (key, op == "!=" ? "notin" : "in", [Value(tokens)]);
            case ">" or "gt" or "<" or "lt":
                var number = Value(tokens);
                if (!long.TryParse(number, CultureInfo.InvariantCulture, out _)) throw Unable("for 'Gt', 'Lt' operators, the value must be an integer");
                return (key, op is ">" or "gt" ? "gt" : "lt", [number]);
            default:
                throw Unable($"found '{op}', expected: in, notin, =, ==, !=, gt, lt");
        }
    }

    private static List<string> Values(Tokens tokens)
    {
        if (tokens.Next() is not "(" and var open) throw Unable($"found '{open}' expected: '('");
        var values = new List<string>();
        while (true)
        {
            var next = tokens.Next();
            switch (next)
            {
                case ")":
                    return values.Count == 0 ? [""] : values;
                case ",":
                    if (tokens.Peek() is "," or ")") values.Add("");
                    break;
                case "" or "(" or "=" or "!" or "==" or "!=":
                    throw Unable($"found '{next}', expected: ',', ')' or identifier");
                default:
                    values.Add(Checked(next));
                    break;
            }
        }
    }

    private static string Value(Tokens tokens) => tokens.Peek() is "" or "," ? "" : Checked(tokens.Next());

    private static string Checked(string value) => !Names.LabelValue(value).Any() ? value : throw Unable(
        $"values[0][]: Invalid value: \"{value}\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");

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

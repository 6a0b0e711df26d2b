using System.Text;

namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>The text of an expression and what is wrong with it, in the form in which a real server shows it.</summary>
internal sealed class SourceText(string text)
{
    private readonly List<(int Line, int Column, string Message)> _problems = [];
    private readonly string[] _lines = text.Split('\n');

    public string Text { get; } = text;

    public bool HasProblems => _problems.Count > 0;

    public void Report(int at, string message)
    {
        var before = Text.AsSpan(0, Math.Clamp(at, 0, Text.Length));
        var line = before.Count('\n');
        Report(line + 1, before.Length - (before.LastIndexOf('\n') + 1), message);
    }

    /// <param name="line">From 1; -1 where the problem has no place.</param>
    public void Report(int line, int column, string message)
    {
        if (!_problems.Contains((line, column, message))) _problems.Add((line, column, message));
    }

    /// <summary>Every problem with its line and a mark below the place.</summary>
    public override string ToString()
    {
        var shown = _problems.OrderBy(p => p.Line).ThenBy(p => p.Column).Select(p =>
        {
            if (p.Line < 1) return $"ERROR: <input>:{p.Line}:{p.Column + 1}: {p.Message}";
            var line = p.Line <= _lines.Length ? _lines[p.Line - 1].Replace('\t', ' ') : "";
            var mark = new StringBuilder();
            for (var i = 0; i < p.Column && i < line.Length; i++) mark.Append(line[i] > 0x7f ? '\uff0e' : '.');
            mark.Append(p.Column < line.Length && line[p.Column] > 0x7f ? '\uff3e' : '^');
            return $"ERROR: <input>:{p.Line}:{p.Column + 1}: {p.Message}\n | {line}\n | {mark}";
        });
        return string.Join("\n", shown);
    }
}

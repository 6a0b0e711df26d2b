using System.Text.RegularExpressions;

namespace SiteBuilder.Build.Tests.Behaviour;

/// <summary>A call of the real program with what it returned and wrote.</summary>
internal sealed partial record RecordedCase(
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<string> Arguments,
    int ExitCode,
    string Output)
{
    public static RecordedCase Read(string file)
    {
        var text = File.ReadAllText(file);
        var command = Header(text, "command");
        var parts = command.Split("dotnet run --project build --no-build -- ");
        parts.Length.ShouldBe(2, command);
        var environment = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(x => x.Split('='))
            .ToDictionary(x => x[0], x => x[1]);
        var output = text.Split("# ---- stdout ----\n")[1].Split("# ---- stderr ----")[0];
        return new RecordedCase(
            environment,
            parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries),
            int.Parse(Header(text, "exit"), System.Globalization.CultureInfo.InvariantCulture),
            Normalise(output));
    }

    /// <summary>Takes out what differs from run to run: times, stack frames, and the line about a solution, which the sample has not.</summary>
    public static string Normalise(string output)
    {
        var lines = output.ReplaceLineEndings("\n").Split('\n')
            .Where(x => !StackFrame().IsMatch(x) && !x.Contains("] Solution = ", StringComparison.Ordinal))
            .Select(x => Clock().Replace(Date().Replace(x, "<date>"), "<time>"));
        return string.Join('\n', lines).TrimEnd('\n');
    }

    private static string Header(string text, string name) =>
        Regex.Match(text, $"^# {name} *: (.*)$", RegexOptions.Multiline).Groups[1].Value;

    [GeneratedRegex(@"^(\x1b\[[0-9;]*m)?   at ")]
    private static partial Regex StackFrame();

    [GeneratedRegex(@"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d")]
    private static partial Regex Date();

    [GeneratedRegex(@"\d\d:\d\d:\d\d")]
    private static partial Regex Clock();
}

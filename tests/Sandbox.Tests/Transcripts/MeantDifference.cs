using System.Text.RegularExpressions;

namespace SiteBuilder.Sandbox.Tests.Transcripts;

/// <summary>One line of MeantDifferences.txt: where the sandbox answers otherwise than the recording on purpose, and why.</summary>
/// <param name="Scenario">Expression for the name of a scenario.</param>
/// <param name="Difference">Expression for what differs in it.</param>
/// <param name="Reason">Why.</param>
internal sealed record MeantDifference(Regex Scenario, Regex Difference, string Reason)
{
    public string Pattern => $"{Scenario}: {Difference}";

    /// <summary>Every line that is no comment.</summary>
    public static IReadOnlyList<MeantDifference> All()
    {
        using var list = new StreamReader(typeof(MeantDifference).Assembly.GetManifestResourceStream("MeantDifferences.txt")!);
        return [.. list.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith('#')).Select(Parse)];
    }

    public bool IsOf(string scenario) => Scenario.IsMatch(scenario);

    /// <param name="line">Scenario, colon, difference.</param>
    public bool Covers(string line) => line.Split(": ", 2) is [var scenario, var difference] && IsOf(scenario) && Difference.IsMatch(difference);

    private static MeantDifference Parse(string line)
    {
        var halves = line.Split(" => ", 2);
        var parts = halves[0].Split(": ", 2);
        return new MeantDifference(new Regex($"^(?:{parts[0]})$"), new Regex($"^(?:{parts[1]})"), halves[1]);
    }
}

using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Testing;

/// <summary>What the tests of all projects gave.</summary>
/// <param name="Projects">In the order they were given.</param>
/// <param name="Elapsed">Wall-clock time of the whole.</param>
public sealed record TestReport(IReadOnlyList<ProjectTests> Projects, TimeSpan Elapsed)
{
    /// <summary>The sum.</summary>
    public TrxSummary Total => Projects.Aggregate(TrxSummary.Empty, (sum, p) => sum + p.Summary);

    /// <summary>How many projects ran now.</summary>
    public int RanNow => Projects.Count(p => !p.FromCache);

    /// <summary>Throws when a test failed, a project gave no results, or no test ran at all.</summary>
    public void ThrowIfFailed()
    {
        const int shown = 20;
        var total = Total;
        var broken = Projects.Where(p => p.Error is not null).Select(p => $"{p.Project}: {p.Error}").ToList();
        if (total.Failed > 0 || broken.Count > 0)
        {
            var failed = total.FailedTests.Take(shown).Select(t => $"{t.Name}: {Shortened(t.Message)}{Places(t.Trace)}");
            var more = total.Failed > shown ? [$"and {total.Failed - shown} more, see the TRX files"] : Array.Empty<string>();
            throw new StepFailedException("Test", total.Failed > 0 ? $"{total.Failed} test(s)" : $"{broken.Count} project(s)", $"{total}\n    {string.Join("\n    ", failed.Concat(more).Concat(broken))}", "all tests pass", "Correct the code or the test and run the same command again; what passed is not repeated. All results: artifacts/test-results");
        }

        if (total.Ran == 0)
        {
            throw new StepFailedException("Test", $"{Projects.Count} project(s)", total.ToString(), "at least one test that runs", "Check the chosen suites, and that Docker Engine answers: service tests skip without it.");
        }
    }

    // of a trace, the lines that lead to a file: the rest is the framework's
    private static string Places(string? trace) => string.Concat((trace ?? "").Split('\n').Where(l => l.Contains(":line ", StringComparison.Ordinal)).Take(3).Select(l => $"\n      {l.Trim()}"));

    // a long message is a program's output as a rule: what was expected stands at its beginning, what went wrong at its end
    private static string Shortened(string message)
    {
        const int first = 6;
        const int last = 14;
        string[] lines = [.. message.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0)];
        IEnumerable<string> told = lines.Length <= first + last ? lines : [.. lines.Take(first), $"[{lines.Length - first - last} lines]", .. lines.TakeLast(last)];
        return string.Join("\n      ", told);
    }
}

using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;

namespace SiteBuilder.Bench;

/// <summary>Runs commands as whole processes and takes their time.</summary>
internal static class Timed
{
    /// <summary>Where a program stands on PATH; null where it does not.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Seconds of one run.</summary>
    /// <exception cref="InvalidOperationException">It failed: a number of a failed run says nothing.</exception>
    public static async Task<double> RunAsync(string folder, string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(folder).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(ct);
        return result.ExitCode == 0
            ? Stopwatch.GetElapsedTime(start).TotalSeconds
            : throw new InvalidOperationException($"exit code {result.ExitCode} of {program} {string.Join(' ', arguments)} in {folder}\n{result.StandardOutput}\n{result.StandardError}");
    }

    /// <summary>Runs ours and the peer's in turn after one uncounted run of each, so that a machine that slows down slows both.</summary>
    public static async Task<Comparison> SideBySideAsync(string what, int runs, Func<Task<double>> ours, string peer, Func<Task<double>> theirs)
    {
        Console.WriteLine($"{what}: {runs} runs beside {peer}");
        await ours();
        await theirs();
        List<double> left = [], right = [];
        for (var run = 0; run < runs; run++)
        {
            left.Add(await ours());
            right.Add(await theirs());
        }

        return new Comparison(what, left, peer, right);
    }
}

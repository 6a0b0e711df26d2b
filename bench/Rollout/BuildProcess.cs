using System.Diagnostics;
using System.Globalization;

namespace SiteBuilder.Bench.Rollout;

/// <summary>The build program as a process: ./build.sh Apply as a user calls it.</summary>
internal static class BuildProcess
{
    /// <summary>Seconds of one run.</summary>
    public static Task<double> RunAsync(string root, BenchWork work, string release, CancellationToken ct) =>
        Timed.RunAsync(root, "bash", ["build.sh", .. Arguments(work, release)], ct);

    /// <summary>Seconds of the shortest run.</summary>
    public static Task<double> IdleAsync(string root, CancellationToken ct) => Timed.RunAsync(root, "bash", ["build.sh", "--help"], ct);

    /// <summary>The most memory that a run of the program had, in MiB; the script becomes the program.</summary>
    public static async Task<double> PeakMemoryAsync(string root, BenchWork work, string release, CancellationToken ct)
    {
        var start = new ProcessStartInfo("bash", ["build.sh", .. Arguments(work, release)]) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        double peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Peak(process.Id));
            await Task.Delay(10, ct);
        }

        return process.ExitCode == 0 ? peak : throw new InvalidOperationException($"exit code {process.ExitCode}\n{await output}\n{await errors}");
    }

    private static string[] Arguments(BenchWork work, string release) => ["Apply", "--manifests", work.File, "--release", release, "--kubeconfig", work.Kubeconfig];

    private static double Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            // it has just ended
            return 0;
        }
    }
}

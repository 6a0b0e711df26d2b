using System.Diagnostics;
using System.Globalization;
using CliWrap;

namespace SiteBuilder.Bench.Sandbox;

/// <summary>A sandbox of its own, with scripted containers and free ports; it and its data are gone afterwards.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private SandboxProcess(Process process, DirectoryInfo folder, double startSeconds) => (_process, _folder, StartSeconds) = (process, folder, startSeconds);

    /// <summary>Seconds from the start of the process until it said that it is ready.</summary>
    public double StartSeconds { get; }

    public string Kubeconfig => KubeconfigIn(_folder);

    /// <summary>Compiles the program.</summary>
    public static Task BuildAsync(string root, CancellationToken ct) =>
        Cli.Wrap("dotnet").WithArguments(["build", "build/Sandbox", "-c", "Release", "-v", "q", "-nologo"]).WithWorkingDirectory(root).ExecuteAsync(ct);

    /// <exception cref="TimeoutException">It was not ready in 30 seconds.</exception>
    public static async Task<SandboxProcess> StartAsync(string root, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("bench-sandbox-");
        var ready = Path.Combine(folder.FullName, "ready.json");
        var start = Stopwatch.GetTimestamp();
        var process = Process.Start("dotnet",
        [
            Path.Combine(root, "build", "Sandbox", "bin", "Release", "net10.0", "SiteBuilder.Sandbox.dll"), "run", "--name", "bench", "--data", Path.Combine(folder.FullName, "data"),
            "--kubeconfig", KubeconfigIn(folder), "--api-port", "0", "--ingress-port", "0", "--runtime", "scripted", "--ready-file", ready,
        ]);
        while (!File.Exists(ready))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(start) > Patience) throw new TimeoutException($"the sandbox of {root} was not ready in {Patience.TotalSeconds} s");
            await Task.Delay(Step, ct);
        }

        return new SandboxProcess(process, folder, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>What it holds in memory now.</summary>
    public double ResidentMebibytes()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string KubeconfigIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "kubeconfig");
}

using System.Diagnostics;

namespace SiteBuilder.Tests.Fixtures;

/// <summary>A real server in a process of its own, run as nobody when the tests run as root, and stopped by its id.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Nobody = "65534";

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>Starts a server and returns when it writes a line with <paramref name="readyText"/>.</summary>
    public static async Task<ServerProcess> StartAsync(string program, IEnumerable<string> arguments, string readyText)
    {
        var process = Launch(program, arguments);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new System.Collections.Concurrent.ConcurrentQueue<string>();
        void Read(object sender, DataReceivedEventArgs line)
        {
            output.Enqueue(line.Data ?? "");
            if (line.Data?.Contains(readyText, StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
        }

        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (await Task.WhenAny(ready.Task, process.WaitForExitAsync()) != ready.Task)
        {
            throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode} before it was ready:\n{string.Join('\n', output)}");
        }

        return new ServerProcess(process);
    }

    /// <summary>Runs a program to its end and returns what it wrote.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Launch(program, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}:\n{output}{await error}");
    }

    /// <summary>A new folder that the servers may write.</summary>
    public static DirectoryInfo NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("sitebuilder-test-");
        if (IsRoot)
        {
            using var chown = Process.Start("chown", [$"{Nobody}:{Nobody}", folder.FullName]);
            chown.WaitForExit();
        }

        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        // SIGINT: PostgreSQL's fast shutdown, and what Redis takes as well
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Launch(string program, IEnumerable<string> arguments)
    {
        string[] command = IsRoot
            ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--", program, .. arguments]
            : [program, .. arguments];
        return Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/tmp",
        })!;
    }
}

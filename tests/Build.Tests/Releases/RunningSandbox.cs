using System.Diagnostics;
using System.Text.RegularExpressions;
using SiteBuilder.Build.Tests.Support;

namespace SiteBuilder.Build.Tests.Releases;

/// <summary>A sandbox with scripted pods, as a process beside the tests, and the build program that is run against it.</summary>
public sealed partial class RunningSandbox : IAsyncLifetime
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "_build.dll");
    private readonly TemporaryFolder root = new();
    private Process? sandbox;

    public string Folder => root.Path;

    public string Kubeconfig => Path.Combine(root.Path, "kubeconfig");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(root.Path, ".nuke"));
        foreach (var name in new[] { "local", "staging", "production" })
            root.Write($"deploy/environments/{name}.yaml", File.ReadAllText(Path.Combine(Repository.Root, "deploy", "environments", $"{name}.yaml")));
        var program = Path.Combine(Repository.Root, "build", "Sandbox", "bin", "Release", "net10.0", "SiteBuilder.Sandbox.dll");
        var ready = Path.Combine(root.Path, "ready.json");
        sandbox = Run.Start("dotnet", [program, "run", "--name", "build-tests", "--data", Path.Combine(root.Path, "data"), "--kubeconfig", Kubeconfig, "--api-port", "0", "--ingress-port", "0", "--runtime", "scripted", "--identity", "sitebuilder-staging", "--ready-file", ready], root.Path);
        while (!File.Exists(ready))
        {
            if (sandbox.HasExited)
                throw new InvalidOperationException($"The sandbox did not start: {await sandbox.StandardError.ReadToEndAsync()}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (sandbox is not null)
        {
            sandbox.Kill(entireProcessTree: true);
            await sandbox.WaitForExitAsync(CancellationToken.None);
            sandbox.Dispose();
        }

        root.Dispose();
    }

    public void Write(string file, string text) => root.Write(file, text);

    /// <summary>What a file in artifacts/ holds.</summary>
    public string Artifact(string name) => File.ReadAllText(Path.Combine(root.Path, "artifacts", name));

    /// <summary>Runs the build with this command line against the sandbox.</summary>
    /// <returns>Exit code and what it said, without times and frames; what it said on standard error where it never began.</returns>
    internal Task<(int ExitCode, string Said)> RunAsync(string line) => RunAsync(line, null);

    /// <summary>The same with a file on standard input.</summary>
    internal async Task<(int ExitCode, string Said)> RunAsync(string line, string? input)
    {
        // a shell takes the line apart as a user's would
        var result = await Run.ProcessAsync("bash", ["-c", $"{(input is null ? "" : $"cat '{input}' | ")}dotnet '{s_program}' {line}"], root.Path, new Dictionary<string, string> { ["KUBECONFIG"] = Kubeconfig });
        // the table of targets ends it; the folder of these tests has no workflow of GitHub
        var said = result.Output.Split('\n').TakeWhile(x => !x.StartsWith('═')).Where(x => !Frame().IsMatch(x)).Select(x => Time().Replace(x, "")).Where(x => !x.Contains("Configuration files for GitHubActions", StringComparison.Ordinal));
        return (result.ExitCode, result.Error.Length > 0 ? result.Error : Moment().Replace(string.Join('\n', said), "WHEN").Replace(root.Path, "ROOT", StringComparison.Ordinal));
    }

    /// <summary>Runs the build with this command line and kills its process as soon as it says so; nothing in it can run then.</summary>
    internal async Task KillAsync(string line, string moment)
    {
        using var process = Run.Start("dotnet", [s_program, .. line.Split(' ')], root.Path, new Dictionary<string, string> { ["KUBECONFIG"] = Kubeconfig });
        List<string> said = [];
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } next)
        {
            said.Add(next);
            if (next.Contains(moment, StringComparison.Ordinal))
            {
                process.Kill();
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
                return;
            }
        }

        throw new InvalidOperationException($"'{line}' ended without '{moment}':\n{string.Join('\n', said)}");
    }

    [GeneratedRegex(@"^\d\d:\d\d:\d\d \[(?=INF|WRN|ERR)|(?<=^\d\d:\d\d:\d\d \[(INF|WRN|ERR))\] ")]
    private static partial Regex Time();

    [GeneratedRegex(@"^(\u200b|╬|║)")]
    private static partial Regex Frame();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d( UTC)? +(by )?\S+@\S+")]
    private static partial Regex Moment();
}

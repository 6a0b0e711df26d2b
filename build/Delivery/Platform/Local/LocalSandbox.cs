using System.Diagnostics;
using System.Globalization;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Platform.Local;

/// <summary>Starts the sandbox of an environment as a process that outlives the build, replaces it when its program changed, and takes it down.</summary>
/// <param name="program">The program that the build compiled.</param>
/// <param name="home">Where this sandbox lives.</param>
/// <param name="environment">Name of the environment; the parameters of a remedy name it.</param>
/// <param name="settings">Its name, ports and networks.</param>
/// <param name="identity">The cluster identity that the sandbox answers with.</param>
/// <param name="tools">Runs the program's own commands.</param>
public sealed class LocalSandbox(
    SandboxProgram program, SandboxHome home, string environment, SandboxSettings settings, string identity, ProcessRunner tools)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>The host that runs this very build: the sandbox targets the same runtime.</summary>
    private static string DotNet => Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    /// <summary>Makes sure that the sandbox of this very program runs.</summary>
    /// <returns>What was done: <c>running</c>, <c>started</c> or <c>replaced</c>, and where it answers.</returns>
    /// <exception cref="StepFailedException">It did not start; the message carries what it printed.</exception>
    public async Task<SandboxStart> EnsureAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new UsageException(
                $"Environment '{environment}' runs on the sandbox, which needs Linux: it gives services their addresses through the kernel's routing. "
                + "On macOS and Windows use a Linux virtual machine or WSL 2, or name a cluster of Docker Desktop in an environment file of your own.");
        }

        var version = program.Version();
        var running = await AliveAsync(cancellationToken);
        if (running?.Version == version)
        {
            return new SandboxStart("running", running);
        }

        if (running is not null)
        {
            await StopProcessAsync(running.Pid, cancellationToken);
        }

        var ready = await StartAsync(program.CopyTo(home, version), cancellationToken);
        RemoveOldPrograms(version);
        return new SandboxStart(running is null ? "started" : "replaced", ready);
    }

    /// <summary>Removes what the sandbox started: process, containers, networks; its data too where <paramref name="purge"/> is set.</summary>
    /// <returns>What the sandbox says it removed, line by line; empty where there was none.</returns>
    public async Task<IReadOnlyList<string>> DownAsync(bool purge, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(home.Folder))
        {
            return [];
        }

        List<string> arguments = ["down", "--name", settings.Name, "--data", home.Data];
        if (purge)
        {
            arguments.Add("--purge");
        }

        // the program that runs knows best what it made; without one, today's takes its place
        var version = (await AliveAsync(cancellationToken))?.Version ?? program.Version();
        var command = new ToolCommand(DotNet, [program.CopyTo(home, version), .. arguments]) { Stage = "SandboxDown", Subject = $"sandbox '{settings.Name}'" };
        var result = await tools.RunAsync(command, cancellation: cancellationToken);
        if (purge)
        {
            Directory.Delete(home.Folder, recursive: true);
        }

        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private async Task<SandboxReady> StartAsync(string assembly, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(home.Data);
        File.Delete(home.ReadyFile);
        string[] arguments =
        [
            assembly, "run", "--name", settings.Name, "--data", home.Data, "--kubeconfig", home.Kubeconfig, "--ready-file", home.ReadyFile,
            "--identity", identity, "--pod-cidr", settings.PodCidr, "--service-cidr", settings.ServiceCidr,
            "--api-port", Text(settings.ApiPort), "--ingress-port", Text(settings.IngressPort), "--runtime", "docker",
        ];

        // a session of its own: Ctrl-C in the terminal of the build does not reach it, and it holds none of the build's streams
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = home.Folder };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("log=$1; shift; exec setsid \"$@\" >\"$log\" 2>&1 </dev/null");
        start.ArgumentList.Add("sandbox");
        start.ArgumentList.Add(home.StartLog);
        start.ArgumentList.Add(DotNet);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var watch = Stopwatch.StartNew();
        while (!cancellationToken.IsCancellationRequested)
        {
            if (SandboxReady.Read(home.ReadyFile) is { } ready && await AnswersAsync(ready, cancellationToken))
            {
                return ready;
            }

            if (process.HasExited || watch.Elapsed > StartLimit)
            {
                var said = File.Exists(home.StartLog) ? (await File.ReadAllTextAsync(home.StartLog, cancellationToken)).Trim() : "";
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }

                throw new StepFailedException(
                    "Deploy",
                    $"sandbox '{settings.Name}'",
                    said.Length > 0 ? said : $"no answer after {StartLimit.TotalSeconds:0} s",
                    "a running sandbox",
                    $"see {Path.Combine(home.Data, "sandbox.log")}; ports and networks are set under 'sandbox:' in deploy/environments/{environment}.yaml");
            }

            await Task.Delay(50, cancellationToken);
        }

        throw new OperationCanceledException(cancellationToken);
    }

    private async Task<SandboxReady?> AliveAsync(CancellationToken cancellationToken) =>
        SandboxReady.Read(home.ReadyFile) is { } ready && IsSandbox(ready.Pid) && await AnswersAsync(ready, cancellationToken) ? ready : null;

    private static async Task<bool> AnswersAsync(SandboxReady ready, CancellationToken cancellationToken)
    {
        // its certificate is its own; whether it lives is all that is asked here, and it is asked on loopback
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var answer = await client.GetAsync(new Uri($"{ready.Api.TrimEnd('/')}/livez"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>A pid counts only while it still runs a sandbox of this home: a number may have been given to another process since.</summary>
    private bool IsSandbox(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains(home.Data, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task StopProcessAsync(int pid, CancellationToken cancellationToken)
    {
        await SignalAsync("-TERM", pid, cancellationToken);
        for (var waited = 0; IsSandbox(pid); waited++)
        {
            if (waited == 200)
            {
                await SignalAsync("-KILL", pid, cancellationToken);
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>The process may have ended meanwhile; then there is nobody to tell.</summary>
    private Task SignalAsync(string signal, int pid, CancellationToken cancellationToken) =>
        tools.RunAsync(new ToolCommand("kill", signal, Text(pid)) { MustSucceed = false }, cancellation: cancellationToken);

    private void RemoveOldPrograms(string version)
    {
        foreach (var folder in Directory.EnumerateDirectories(home.Programs).Where(folder => Path.GetFileName(folder) != version))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

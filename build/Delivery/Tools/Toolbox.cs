namespace SiteBuilder.Delivery.Tools;

/// <summary>
/// Sees to the machine's tools. Without bootstrap a missing tool is one <see cref="UsageException"/> that lists all that is missing; with it,
/// packages are installed and Docker Engine is started. Does nothing when all is there.
/// </summary>
/// <param name="runner">Runs apt-get and the start of dockerd.</param>
/// <param name="logFolder">Holds dockerd.log and dockerd.pid; usually <c>.nuke/temp</c>.</param>
/// <param name="progress">Hears each step as a sentence.</param>
public sealed class Toolbox(ProcessRunner runner, string logFolder, IProgress<string>? progress = null)
{
    private static readonly TimeSpan EngineStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EngineCheck = TimeSpan.FromMilliseconds(250);

    /// <summary>What bootstrap may have started.</summary>
    public StartedEngine Started { get; } = new(Path.Combine(logFolder, "dockerd.pid"));

    /// <summary>Makes sure that all tools are there and Docker Engine, where asked for, answers.</summary>
    /// <param name="tools">What the coming work needs.</param>
    /// <param name="bootstrap">True: install and start what is missing.</param>
    /// <param name="cancellation">Stops waiting; apt-get is killed.</param>
    /// <exception cref="UsageException">Something is missing or out of reach; the message is the remedy.</exception>
    /// <exception cref="StepFailedException">Installing or starting failed.</exception>
    public async Task EnsureAsync(IReadOnlyCollection<MachineTool> tools, bool bootstrap, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tools);
        var engine = new Engine();
        var engineWanted = tools.Contains(MachineTool.DockerEngine);
        var (state, message) = engineWanted ? await engine.ProbeAsync(cancellation).ConfigureAwait(false) : (EngineState.Answers, "");
        if (state is EngineState.Denied or EngineState.HostUnreachable)
        {
            throw new UsageException(message);
        }

        // an engine that answers may live elsewhere (Docker Desktop, a mounted socket): then no dockerd is needed here
        var missing = tools.Where(t => !(t == MachineTool.DockerEngine && state == EngineState.Answers) && MachineFacts.FindOnPath(t.Executable) is null).ToList();
        var plan = BootstrapPlan.Decide(missing, bootstrap, MachineFacts.Read());
        if (plan.Packages.Count > 0)
        {
            await InstallAsync(plan, cancellation).ConfigureAwait(false);
        }

        if (state != EngineState.Answers)
        {
            await StartEngineAsync(engine, message, bootstrap, cancellation).ConfigureAwait(false);
        }
    }

    private async Task InstallAsync(BootstrapPlan plan, CancellationToken cancellation)
    {
        var quiet = new Dictionary<string, string?> { ["DEBIAN_FRONTEND"] = "noninteractive" };
        progress?.Report("bootstrap: reading the package lists (apt-get update)");
        await runner.RunAsync(new ToolCommand("apt-get", "update", "-q") { Stage = "Bootstrap", Environment = quiet, Remedy = "Check the package sources in /etc/apt." }, cancellation: cancellation).ConfigureAwait(false);
        progress?.Report($"bootstrap: installing {string.Join(", ", plan.Packages)}");
        using var block = new ServiceStartBlock();
        var install = new ToolCommand("apt-get", ["install", "-y", "-q", "--no-install-recommends", .. plan.Packages]) { Stage = "Bootstrap", Environment = quiet };
        await runner.RunAsync(install, cancellation: cancellation).ConfigureAwait(false);
    }

    private async Task StartEngineAsync(Engine engine, string whyNot, bool bootstrap, CancellationToken cancellation)
    {
        if (!bootstrap || !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            throw new UsageException(bootstrap && OperatingSystem.IsLinux() ? $"{whyNot} --bootstrap needs root to start dockerd." : whyNot);
        }

        Directory.CreateDirectory(logFolder);
        var log = Path.Combine(Path.GetFullPath(logFolder), "dockerd.log");
        progress?.Report($"bootstrap: starting dockerd, log in {log}");
        // started directly: its init script raises resource limits, which a container may not; a session of its own outlives this build
        var script = $"setsid dockerd >'{log}' 2>&1 </dev/null & echo $! >'{Path.GetFullPath(Started.PidFile)}'";
        await runner.RunAsync(new ToolCommand("sh", "-c", script) { Stage = "Bootstrap", Subject = "dockerd" }, cancellation: cancellation).ConfigureAwait(false);
        await WaitForEngineAsync(engine, log, cancellation).ConfigureAwait(false);
        progress?.Report("bootstrap: Docker Engine answers");
    }

    private async Task WaitForEngineAsync(Engine engine, string log, CancellationToken cancellation)
    {
        var end = DateTime.UtcNow + EngineStart;
        while ((await engine.ProbeAsync(cancellation).ConfigureAwait(false)).State != EngineState.Answers)
        {
            if (Started.Running() is null || DateTime.UtcNow > end)
            {
                var said = File.Exists(log) ? string.Join("\n    ", (await File.ReadAllLinesAsync(log, cancellation).ConfigureAwait(false)).TakeLast(10)) : "it left no log";
                throw new StepFailedException("Bootstrap", "dockerd", $"it does not answer at {engine.Address}:\n    {said}", $"an engine that answers within {EngineStart.TotalSeconds:0} s", $"Read {log}; a container needs to be privileged to run an engine.");
            }

            await Task.Delay(EngineCheck, cancellation).ConfigureAwait(false);
        }
    }
}

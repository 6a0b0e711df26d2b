using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Docker.DotNet;
using SiteBuilder.CommandLine;
using SiteBuilder.Delivery.Images;
using SiteBuilder.Delivery.Images.Definitions;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Platform.Local;
using SiteBuilder.Delivery.Registries;
using SiteBuilder.Delivery.Reports;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Manifests;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Targets;

/// <summary>What the targets of one run share: the environment, the folders, and what each stage reported.</summary>
/// <param name="build">The build with its parameters.</param>
public sealed class DeliverySession(IHazDelivery build)
{
    private readonly List<StageReport> _stages = [];
    private DeliveryEnvironment? _environment;

    /// <summary>The environment that <c>--env</c> names, read and validated once.</summary>
    /// <exception cref="EnvironmentFileException">There is none of that name, or its file has problems.</exception>
    public DeliveryEnvironment Environment => _environment ??= Load();

    /// <summary>Where environments are described.</summary>
    public string EnvironmentsFolder => build.RootDirectory / "deploy" / "environments";

    /// <summary>What stages leave behind for people and for later stages.</summary>
    public string Artifacts => build.RootDirectory / "artifacts";

    /// <summary>Caches and the sandbox; never committed.</summary>
    public string Temporary => build.RootDirectory / ".nuke" / "temp";

    /// <summary>Starts tools; its output filter knows no secret yet, since no stage before the roll-out handles one.</summary>
    public ProcessRunner Tools { get; } = new();

    /// <summary>Installs and starts what a stage needs.</summary>
    public Toolbox Toolbox => new(Tools, Temporary, ConsoleProgress.Sentences);

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Cancelled => Cancellation.Token;

    /// <summary>The stages that ran so far.</summary>
    public IReadOnlyList<StageReport> Stages => _stages;

    /// <summary>Where stage four pins the images.</summary>
    public string ImageLockFile => Path.Combine(Artifacts, "images.lock.json");

    private string BuildReportFile => Path.Combine(Artifacts, "images.json");

    /// <summary>The folder of the environment's sandbox; null where it has none.</summary>
    public SandboxHome? SandboxHome => Environment.Cluster.Sandbox is null ? null : SandboxHome.Of(Temporary, Environment.Name);

    /// <summary>
    /// The kubeconfig to use: the option's; the sandbox's own, whatever the shell says; else the shell's KUBECONFIG or <c>~/.kube/config</c>,
    /// which is safe because the cluster's identity is checked before the first write.
    /// </summary>
    public string Kubeconfig => build.Kubeconfig
        ?? SandboxHome?.Kubeconfig
        ?? ShellKubeconfig;

    /// <summary>The kubeconfig where no environment counts: the option's, else the shell's.</summary>
    public string PlainKubeconfig => build.Kubeconfig ?? ShellKubeconfig;

    private static string ShellKubeconfig => CallerEnvironment.Get("KUBECONFIG")
        ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".kube", "config");

    /// <summary>The sandbox of the environment.</summary>
    /// <exception cref="UsageException">The environment has a cluster of its own.</exception>
    public LocalSandbox Sandbox()
    {
        var settings = Environment.Cluster.Sandbox
            ?? throw new UsageException($"Environment '{Environment.Name}' has a cluster of its own and no sandbox; use --env local.");
        var program = new SandboxProgram(build.RootDirectory / "build" / "Sandbox" / "bin" / "Release" / "net10.0");
        return new LocalSandbox(program, SandboxHome!, Environment.Name, settings, Environment.Cluster.Identity, Tools);
    }

    /// <summary>Keeps what stage one did, for later stages of this run and of runs that skip it.</summary>
    public void Keep(BuildReport report) => ReportFile.Write(BuildReportFile, report);

    /// <summary>The images of stage one that run somewhere.</summary>
    /// <exception cref="UsageException">Stage one never ran, or what it left cannot be read.</exception>
    public IReadOnlyList<BuiltImage> BuiltImages() => [.. ReportFile.Read<BuildReport>(BuildReportFile, nameof(IBuildImages.BuildImages)).Deployed()];

    /// <summary>What stage four will pin: a digest is the same in a layout and in a registry.</summary>
    public ImageLock LockOfBuiltImages() => new(BuiltImages()
        .Where(image => PlatformManifests.Images(Environment).Contains(image.Name))
        .ToImmutableSortedDictionary(image => image.Name, image => $"{Environment.Repository(image.Name)}@{image.Digest}"));

    /// <summary>The objects of the environment with these images.</summary>
    public IReadOnlyList<JsonObject> Objects(ImageLock images) => PlatformManifests.Render(Environment, images);

    /// <summary>Keeps the report of a whole deploy.</summary>
    public void Keep(DeployReport report) => ReportFile.Write(Path.Combine(Artifacts, "deploy.json"), report);

    /// <summary>Keeps what another target has found or done, in a file of its name.</summary>
    public void Keep<T>(string target, T report) => ReportFile.Write(Path.Combine(Artifacts, $"{target.ToLowerInvariant()}.json"), report);

    /// <summary>Keeps why a deploy was given up; without a cause the file of an earlier one goes.</summary>
    public void Keep(RolloutFailure? failure)
    {
        var file = Path.Combine(Artifacts, "failure.json");
        if (failure is not null)
        {
            ReportFile.Write(file, failure);
        }
        else if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    /// <summary>What is to be rolled out, where, and how strictly: as the environment says.</summary>
    public Task<RolloutRequest> RequestAsync(ImageLock images) =>
        RequestAsync(Objects(images), images);

    /// <summary>The same without objects: for what is there already.</summary>
    public Task<RolloutRequest> RequestAsync() => RequestAsync([], new ImageLock(ImmutableSortedDictionary<ImageName, string>.Empty));

    private async Task<RolloutRequest> RequestAsync(IReadOnlyList<JsonObject> objects, ImageLock images) => new()
    {
        Release = Environment.Name,
        Objects = objects,
        KubeconfigPath = Kubeconfig,
        Context = build.KubeContext ?? Environment.Cluster.Context,
        ExpectedIdentity = Environment.Cluster.Identity,
        Drift = Environment.Gates.Rollout.Drift,
        Supersede = Environment.Gates.Rollout.Supersede,
        RollbackOnFailure = Environment.Gates.Rollout.RollbackOnFailure,
        Deadline = Environment.Gates.Rollout.Deadline,
        StallDeadline = Environment.Gates.Rollout.StallDeadline,
        Patience = RolloutPatience.Of(Environment.Gates.Rollout),
        Origin = await RunOrigin.ReadAsync(build.RootDirectory, Tools, Cancelled),
        Images = images.References.ToDictionary(reference => reference.Key.Value, reference => reference.Value),
        Architectures = Architectures(images),
    };

    /// <summary>What the images of stage one are built for, by the reference under which they are deployed; none where stage one never ran here.</summary>
    private Dictionary<string, string> Architectures(ImageLock images)
    {
        if (!File.Exists(BuildReportFile))
        {
            return [];
        }

        var built = BuiltImages().Where(image => image.LayoutFolder is { } folder && Directory.Exists(folder)).ToDictionary(image => image.Name);
        return images.References
            .Where(reference => built.TryGetValue(reference.Key, out var image) && reference.Value.EndsWith($"@{image.Digest}", StringComparison.Ordinal))
            .ToDictionary(reference => reference.Value, reference => new OciLayout(built[reference.Key].LayoutFolder!).Read().Config.Architecture);
    }

    /// <summary>Starts the environment's sandbox.</summary>
    /// <exception cref="UsageException">The environment has a cluster of its own.</exception>
    public async Task StartSandboxAsync()
    {
        var start = await Sandbox().EnsureAsync(Cancelled);
        Serilog.Log.Information("Sandbox {Action}: API {Api}, ingress {Ingress}", start.Action, start.Ready.Api, start.Ready.Ingress);
    }

    /// <summary>Makes sure that there is a cluster: starts the sandbox where the environment has no other.</summary>
    public Task EnsureClusterAsync() => Environment.Cluster.Sandbox is null ? Task.CompletedTask : StartSandboxAsync();

    /// <summary>A client of Docker Engine.</summary>
    public async Task<IDockerClient> EngineAsync() => await new Engine().ConnectAsync(Cancelled);

    /// <summary>The registry container of the environment's sandbox; its name carries the folder, so that two checkouts never meet.</summary>
    public LocalRegistryOptions RegistryOptions(SandboxSettings settings)
    {
        var name = $"{settings.Name}-registry-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SandboxHome!.Folder)))[..8]}";
        return new LocalRegistryOptions(name, settings.RegistryPort, Path.Combine(Artifacts, "images", ImageNames.Registry.Value), name, name) { TempFolder = Temporary };
    }

    /// <summary>Runs the work of one stage and keeps what it reports.</summary>
    /// <param name="stage">Name of the target.</param>
    /// <param name="work">Returns the outcome in one line and whether anything changed.</param>
    public async Task StageAsync(string stage, Func<Task<(string Outcome, bool Changed)>> work)
    {
        var start = Stopwatch.GetTimestamp();
        var (outcome, changed) = await work();
        _stages.Add(new StageReport(stage, Stopwatch.GetElapsedTime(start), outcome, changed));
        Serilog.Log.Information("{Outcome}", outcome);
    }

    private DeliveryEnvironment Load()
    {
        var environment = EnvironmentFiles.Load(EnvironmentsFolder, build.Env);
        Serilog.Log.Information("Environment {Environment} ({File})", environment.Name, $"deploy/environments/{environment.Name}.yaml");
        return build.Registry is { } registry ? environment with { Registry = environment.Registry with { Host = registry } } : environment;
    }
}

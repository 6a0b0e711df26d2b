using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Serilog;
using SiteBuilder.Delivery.Reports;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Manifests;
using SiteBuilder.Delivery.Rollouts.Plan.Saved;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Images;
using SiteBuilder.Model.Quantities;

namespace SiteBuilder.Targets;

/// <summary>Which release a run is about, and how its targets report.</summary>
/// <param name="build">The build with its parameters.</param>
internal sealed partial class ReleaseSession(IHazRelease build)
{
    private const int GivenWay = 3;
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(10);
    private static readonly Dictionary<string, DriftPolicy> s_drift = new(StringComparer.OrdinalIgnoreCase) { ["refuse"] = DriftPolicy.Refuse, ["keep"] = DriftPolicy.Keep, ["take-back"] = DriftPolicy.TakeBack };

    private DeliverySession Session => build.Session;

    /// <summary>The engine, connected as soon as it is known to which cluster.</summary>
    public Rollout Rollout { get; } = new(TimeProvider.System);

    /// <summary>The release in words.</summary>
    public string Title => build.Release is { } release ? $"Release {release}" : $"Environment {Session.Environment.Name}";

    /// <summary>What a deploy of the environment would roll out.</summary>
    public async Task<RolloutRequest> DeployRequestAsync(ImageLock images)
    {
        CheckAlone();
        await ConnectAsync();
        return await Session.RequestAsync(images);
    }

    /// <summary>Which release is meant, where, and how strictly.</summary>
    /// <param name="withObjects">Whether its manifests are read too.</param>
    /// <exception cref="UsageException">Parameters contradict each other, or the manifests have problems.</exception>
    public async Task<RolloutRequest> RequestAsync(bool withObjects = false)
    {
        if (build.Release is not { } release)
        {
            if (build.Manifests is not null)
            {
                throw new UsageException("--manifests needs --release NAME: the name under which these objects are known to the cluster from now on.");
            }

            CheckAlone();
            await ConnectAsync();
            return await Session.RequestAsync();
        }

        CheckName(release);
        if (withObjects && build.Manifests is null)
        {
            throw new UsageException($"--release {release} needs --manifests: the file or folder that it is made of, or - for standard input.");
        }

        // wrong manifests start no sandbox; with a cluster that is there the connection is made while they are read
        var objects = build.HasEnvironment ? Objects(withObjects) : null;
        var (kubeconfig, context) = await ConnectAsync();
        var origin = RunOrigin.ReadAsync(System.Environment.CurrentDirectory, Session.Tools, Session.Cancelled);
        return With(new RolloutRequest
        {
            Release = release,
            Objects = objects ?? Objects(withObjects),
            KubeconfigPath = kubeconfig,
            Context = context,
            ExpectedIdentity = build.HasEnvironment ? Session.Environment.Cluster.Identity : null,
            DefaultNamespace = build.Namespace ?? ContextNamespace.Of(kubeconfig, context),
            WavesHold = false,
            Deadline = s_deadline,
            Origin = await origin,
        });
    }

    /// <summary>The plan of <c>--from-plan</c>; null where none is to be kept to.</summary>
    /// <exception cref="UsageException">The file cannot be read or is no plan.</exception>
    public SavedPlan? ReadPlan() => build.FromPlan is { } file ? SavedPlan.Read(Path.GetFullPath(file)) : null;

    /// <summary>Rolls out or back as <see cref="RunAsync(string, RolloutRequest, Func{ReleaseReport, Task{ValueTuple{ReleaseReport, string}}})"/>.</summary>
    public Task RunAsync(string target, RolloutRequest request, Func<Task<RolloutResult>> work) => RunAsync(target, request, async report =>
    {
        var result = await work();
        return (report with { Rollout = result }, $"{(result.Changed ? result.Counts() : $"nothing changed, {result.Counts()}")} (revision {result.Revision})");
    });

    /// <summary>Runs what changes a cluster, and keeps in artifacts/ what became of every object, of a failure too.</summary>
    /// <param name="work">Completes the report and says in a line what was done.</param>
    public async Task RunAsync(string target, RolloutRequest request, Func<ReleaseReport, Task<(ReleaseReport Report, string Outcome)>> work)
    {
        var report = new ReleaseReport { Target = target, Release = request.Release, Origin = request.Origin };
        Session.Keep((RolloutFailure?)null);
        try
        {
            var (done, outcome) = await work(report);
            Session.Keep(target, done);
            Log.Information("{Title}: {Outcome}", Title, outcome);
        }
        catch (Exception failure) when (failure is StepFailedException or OperationCanceledException)
        {
            build.ExitCode = ExitCodeOf(failure);
            Session.Keep(failure.Data[RolloutFailure.DataKey] as RolloutFailure);
            Session.Keep(target, report with { Rollout = failure.Data[RolloutResult.DataKey] as RolloutResult, Error = failure.Message });
            throw;
        }
    }

    /// <summary>A rollout that has given way to a later one is told apart from one that has failed; null for any other.</summary>
    public static int? ExitCodeOf(Exception failure) => failure.Data.Contains(RolloutResult.SupersededKey) ? GivenWay : null;

    /// <summary>Refuses what cannot be taken back unless it was said twice. The sandbox of an environment is nobody else's.</summary>
    public void Confirm(RolloutRequest request)
    {
        if (build.Release is null && Session.Environment.Cluster.Sandbox is not null)
        {
            return;
        }

        if (build.Yes != request.Release)
        {
            var other = build.Yes is { } said ? $"--yes says '{said}'" : "it cannot be taken back";
            throw new UsageException($"{Title} would be taken off the cluster of kubeconfig {request.KubeconfigPath}{(request.Context is { } context ? $", context {context}" : "")}, and {other}. If that is meant, add --yes {request.Release}");
        }
    }

    /// <summary>Makes sure that there is a cluster and begins to connect to it.</summary>
    private async Task<(string Kubeconfig, string? Context)> ConnectAsync()
    {
        var ofEnvironment = build.Release is null || build.HasEnvironment;
        if (ofEnvironment)
        {
            await Session.EnsureClusterAsync();
        }

        var (kubeconfig, context) = (ofEnvironment ? Session.Kubeconfig : Session.PlainKubeconfig, build.KubeContext ?? (ofEnvironment ? Session.Environment.Cluster.Context : null));
        Rollout.Connect(kubeconfig, context);
        return (kubeconfig, context);
    }

    private IReadOnlyList<JsonObject> Objects(bool wanted)
    {
        if (!wanted)
        {
            return [];
        }

        var (objects, leftOut) = HelmHooks.Arrange(ManifestReader.Read(build.Manifests!, Console.OpenStandardInput()));
        foreach (var line in leftOut)
        {
            Log.Information("{LeftOut}", line);
        }

        return objects;
    }

    private RolloutRequest With(RolloutRequest request)
    {
        var deadline = build.Deadline is { } text ? Parsed("deadline", text, "a duration from 1s to 24h, such as 90s or 1h30m", (string value, out TimeSpan time) => Duration.TryParse(value, out time)) : request.Deadline;
        var drift = build.Drift is { } wish ? Parsed("drift", wish, "refuse, keep, take-back", (string value, out DriftPolicy policy) => s_drift.TryGetValue(value, out policy)) : request.Drift;
        return request with
        {
            Deadline = deadline,

            // as long, in proportion, as an object may stand still by default; whoever has less time in all gives no object less
            StallDeadline = new[] { request.StallDeadline, deadline * (request.StallDeadline / request.Deadline) }.Max(),
            Drift = drift,
            RollbackOnFailure = request.RollbackOnFailure || build.RollbackOnFailure,
        };
    }

    private static T Parsed<T>(string option, string text, string accepted, Parser<T> parser) =>
        parser(text, out var value) ? value : throw new UsageException($"Bad value '{text}' for option '--{option}'. Accepted: {accepted}.");

    private delegate bool Parser<T>(string text, out T value);

    /// <summary>Refuses for an environment what its file says.</summary>
    private void CheckAlone()
    {
        var meant = new (string Option, bool IsGiven, string Setting)[]
        {
            ("namespace", build.Namespace is not null, "its objects name their own"),
            ("drift", build.Drift is not null, "it says gates.rollout.drift in its file"),
            ("deadline", build.Deadline is not null, "it says gates.rollout.deadline in its file"),
            ("rollback-on-failure", build.RollbackOnFailure, "it says gates.rollout.rollbackOnFailure in its file"),
        };
        if (Array.Find(meant, option => option.IsGiven) is { IsGiven: true } wrong)
        {
            throw new UsageException($"--{wrong.Option} is for plain manifests, with --release; of environment {Session.Environment.Name}, {wrong.Setting}.");
        }
    }

    private void CheckName(string release)
    {
        if (!Name().IsMatch(release))
        {
            throw new UsageException($"Bad value '{release}' for option '--release'. Accepted: up to 50 small letters, digits and dashes, beginning and ending with a letter or digit.");
        }

        // its inventory is that of the whole platform: these manifests would take everything else off
        if (File.Exists(Path.Combine(Session.EnvironmentsFolder, $"{release}.yaml")))
        {
            throw new UsageException($"'{release}' is an environment of deploy/environments, and its release is the whole platform: use --env {release} for that, and another --release for manifests of your own.");
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,48}[a-z0-9])?\z")]
    private static partial Regex Name();
}

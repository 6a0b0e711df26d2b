using System.Net.NetworkInformation;
using System.Text;
using System.Text.Json.Nodes;
using Docker.DotNet;
using k8s;
using k8s.Models;
using Npgsql;
using SiteBuilder.Delivery.Images.Dockerfiles;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Manifests;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Images;
using SiteBuilder.Model.Tables;
using SiteBuilder.Sandbox.Hosting;

namespace SiteBuilder.Database.Tests;

/// <summary>
/// PostgreSQL as production has it - three members, synchronous - in a sandbox of its own: the image that our builder makes, the objects that are
/// rendered, rolled out by the engine, with pods in Docker Engine.
/// </summary>
public sealed class ReplicatedDatabase : IAsyncLifetime
{
    public const int Members = 3;
    private const string Space = "database";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("sitebuilder-database-").FullName;
    private SandboxHost? _sandbox;
    private SandboxOptions? _options;
    private IDockerClient? _engine;
    private Kubernetes? _cluster;
    private readonly Dictionary<string, string> _ended = [];
    private string _image = "";
    private string _address = "";

    internal IDockerClient Engine => _engine!;

    private Kubernetes Cluster => _cluster!;

    /// <summary>How Sites connects: by the primary's Service, with its own role and password.</summary>
    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _engine = await TestEngine.ConnectOrSkipAsync();
        _image = await new EngineImages(_engine, _folder).EnsureAsync("postgres", await RepositoryImages.LayoutAsync("postgres"), CancellationToken.None);
        var (pods, services) = FreeRanges();
        _options = new SandboxOptions { Name = $"db{Environment.ProcessId}", DataDirectory = Path.Combine(_folder, "data"), ApiPort = 0, IngressPort = 0, PodCidr = pods, ServiceCidr = services };
        _sandbox = await SandboxHost.StartAsync(_options, TimeProvider.System, CancellationToken.None);
        _cluster = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(_sandbox.KubeconfigPath));
        await RollOutAsync(settings => settings);

        _address = (await Cluster.ReadNamespacedServiceAsync(ServiceTable.Postgres.Name, Space, cancellationToken: CancellationToken.None)).Spec.ClusterIP;
        ConnectionString = ConnectAs("sites", Encoding.UTF8.GetString((await PasswordsAsync()).Data["sites-password"]));
        await WholeAsync();
    }

    /// <summary>How a service of this name connects with this password.</summary>
    public string ConnectAs(string service, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = _address,
        Username = service,
        Password = password,
        Database = service,
        Timeout = 3,
        CommandTimeout = 5,
        SslMode = SslMode.Require,
        ChannelBinding = ChannelBinding.Require,
    }.ConnectionString;

    /// <summary>Writes passwords into the Secret that members mount; they see them when they start again.</summary>
    public async Task SetPasswordsAsync(IReadOnlyDictionary<string, string> passwords)
    {
        var secret = await PasswordsAsync();
        foreach (var (name, password) in passwords)
        {
            secret.Data[name] = Encoding.UTF8.GetBytes(password);
        }

        await Cluster.ReplaceNamespacedSecretAsync(secret, secret.Name(), Space, cancellationToken: TestContext.Current.CancellationToken);
        if (passwords.GetValueOrDefault("sites-password") is { } own)
        {
            ConnectionString = ConnectAs("sites", own);
        }
    }

    /// <summary>Brings the database to what an environment with this size of a member says.</summary>
    internal async Task<RolloutResult> RollOutAsync(Func<ServiceSettings, ServiceSettings> change)
    {
        var local = EnvironmentFiles.Load(Path.Combine(Repository.Root, "deploy", "environments"), "local");
        var size = local.Services[ServiceTable.Postgres.Name] with { Replicas = Members };
        var environment = local with
        {
            Services = new Dictionary<string, ServiceSettings>(local.Services) { [ServiceTable.Postgres.Name] = change(size) },
            Database = local.Database with { Synchronous = true },
            Features = local.Features with { Metrics = true },
        };
        var review = PlatformManifests.ReviewLock(environment);
        var images = new ImageLock(review.References.SetItem(ServiceTable.Postgres.Image, _image));
        return await new Rollout(TimeProvider.System).RunAsync(
            new RolloutRequest
            {
                Release = "database",
                Objects = [.. PlatformManifests.Render(environment, images).Where(IsOfDatabase)],
                KubeconfigPath = _sandbox!.KubeconfigPath,
                Origin = new RolloutOrigin("tester", "0123abc", null),
            },
            null,
            TestContext.Current.CancellationToken);
    }

    /// <summary>The member that the Service leads to, null while there is none.</summary>
    public async Task<string?> PrimaryAsync()
    {
        var endpoints = await Cluster.ReadNamespacedEndpointsAsync(ServiceTable.Postgres.Name, Space, cancellationToken: TestContext.Current.CancellationToken);
        return endpoints.Subsets is [{ Addresses: [{ } address] }] ? address.TargetRef?.Name : null;
    }

    /// <summary>The container of a member.</summary>
    public async Task<string> ContainerAsync(string member)
    {
        var pod = await Cluster.ReadNamespacedPodAsync(member, Space, cancellationToken: TestContext.Current.CancellationToken);
        return pod.Status.ContainerStatuses.Single(container => container.Name == ServiceTable.Postgres.Name).ContainerID.Replace("docker://", "", StringComparison.Ordinal);
    }

    /// <summary>What a member tells Prometheus.</summary>
    public async Task<string> MetricsAsync(string member)
    {
        using var client = new HttpClient();
        var pod = await Cluster.ReadNamespacedPodAsync(member, Space, cancellationToken: TestContext.Current.CancellationToken);
        return await client.GetStringAsync($"http://{pod.Status.PodIP}:{ServiceTable.Postgres.MetricsPort}/metrics", TestContext.Current.CancellationToken);
    }

    /// <summary>Ends a pod, at once or in its own time.</summary>
    public async Task DeleteAsync(string member, int? graceSeconds) =>
        _ended[member] = (await Cluster.DeleteNamespacedPodAsync(member, Space, gracePeriodSeconds: graceSeconds, cancellationToken: TestContext.Current.CancellationToken)).Uid();

    /// <summary>Waits until a member that was ended has a new pod.</summary>
    public Task RestartedAsync(string member) => UntilAsync($"a new pod {member}", async () =>
        (await Cluster.ReadNamespacedPodAsync(member, Space, cancellationToken: TestContext.Current.CancellationToken)).Uid() != _ended[member] ? member : null);

    /// <summary>Waits until another member than this is the primary.</summary>
    public Task<string> OtherPrimaryAsync(string than) => UntilAsync($"another primary than {than}", async () => await PrimaryAsync() is { } primary && primary != than ? primary : null);

    /// <summary>Waits until every member is there and follows the primary, one of them synchronously.</summary>
    public Task<string> WholeAsync() => UntilAsync("a primary with all replicas behind it", async () =>
    {
        if (await PrimaryAsync() is not { } primary)
        {
            return null;
        }

        var states = await ExecAsync(primary, "psql", "-Atc", "select state || ' ' || sync_state from pg_stat_replication order by sync_state");
        return states.Trim().Split('\n') is ["streaming async", "streaming sync"] ? primary : null;
    });

    /// <summary>What a command says in a member, as the server's own user.</summary>
    public async Task<string> ExecAsync(string member, params string[] command)
    {
        var exec = await Engine.Exec.CreateContainerExecAsync(await ContainerAsync(member), new() { AttachStdout = true, AttachStderr = true, Cmd = command }, TestContext.Current.CancellationToken);
        using var stream = await Engine.Exec.StartContainerExecAsync(exec.ID, new(), TestContext.Current.CancellationToken);
        var (output, error) = await stream.ReadOutputToEndAsync(TestContext.Current.CancellationToken);
        return output + error;
    }

    public async ValueTask DisposeAsync()
    {
        _cluster?.Dispose();
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
            await SandboxRemoval.RunAsync(_options!.Name, _options.DataDirectory, purge: true, CancellationToken.None);
        }

        _engine?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> UntilAsync(string what, Func<Task<string?>> look)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (!limit.IsCancellationRequested)
        {
            try
            {
                if (await look() is { } found)
                {
                    return found;
                }
            }
            catch (Exception unfinished) when (unfinished is DockerApiException or k8s.Autorest.HttpOperationException or InvalidOperationException or NullReferenceException)
            {
                // a pod that comes or goes at this moment
            }

            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"There never was {what}.\n{await LogsAsync()}");
    }

    private async Task<string> LogsAsync()
    {
        var said = new StringBuilder();
        foreach (var pod in (await Cluster.ListNamespacedPodAsync(Space, cancellationToken: CancellationToken.None)).Items)
        {
            using var log = await Cluster.ReadNamespacedPodLogAsync(pod.Name(), Space, container: ServiceTable.Postgres.Name, tailLines: 60, cancellationToken: CancellationToken.None);
            said.AppendLine($"--- {pod.Name()}").AppendLine(await new StreamReader(log).ReadToEndAsync(CancellationToken.None));
        }

        return said.ToString();
    }

    private static bool IsOfDatabase(JsonObject item)
    {
        var name = item["metadata"]!["name"]!.ToString();
        return item["kind"]!.ToString() == "Namespace" ? name == Space : item["metadata"]!["namespace"]?.ToString() == Space && name.StartsWith("postgres", StringComparison.Ordinal);
    }

    private async Task<V1Secret> PasswordsAsync() =>
        (await Cluster.ListNamespacedSecretAsync(Space, labelSelector: $"{ObjectLabels.Secret}={SecretTable.Postgres.Group}", cancellationToken: CancellationToken.None)).Items.Single();

    // 10.N.0.0/16 that no interface has
    private static (string Pods, string Services) FreeRanges()
    {
        var taken = NetworkInterface.GetAllNetworkInterfaces().SelectMany(face => face.GetIPProperties().UnicastAddresses).Select(address => address.Address.ToString()).ToList();
        var free = Enumerable.Range(100, 150).Where(number => !taken.Any(address => address.StartsWith($"10.{number}.", StringComparison.Ordinal))).ToArray();
        Random.Shared.Shuffle(free);
        return ($"10.{free[0]}.64.0/24", $"10.{free[0]}.65.0/24");
    }
}

using System.Net.NetworkInformation;
using System.Text;
using System.Text.Json.Nodes;
using Docker.DotNet;
using k8s;
using k8s.Models;
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
/// Servers of the namespace <c>database</c> in a sandbox of their own: the images that our builder makes, the objects that are rendered, rolled out by the
/// engine, with pods in Docker Engine.
/// </summary>
public abstract class SandboxedServers : IAsyncLifetime
{
    protected const string Space = "database";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Where files of a test may lie.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("sitebuilder-database-").FullName;

    private readonly Dictionary<string, string> _ended = [];
    private readonly Dictionary<ImageName, string> _images = [];
    private SandboxHost? _sandbox;
    private SandboxOptions? _options;
    private IDockerClient? _engine;
    private Kubernetes? _cluster;

    internal IDockerClient Engine => _engine!;

    protected Kubernetes Cluster => _cluster!;

    /// <summary>What is rolled out; objects are named after their images.</summary>
    protected abstract IReadOnlyList<ServiceEntry> Servers { get; }

    public async ValueTask InitializeAsync()
    {
        _engine = await TestEngine.ConnectOrSkipAsync();
        foreach (var image in Servers.Select(server => server.Image).Distinct())
        {
            _images[image] = await new EngineImages(_engine, Folder).EnsureAsync(image.Value, await RepositoryImages.LayoutAsync(image.Value), CancellationToken.None);
        }

        var (pods, services) = FreeRanges();
        _options = new SandboxOptions { Name = $"db{Environment.ProcessId}-{pods.Split('.')[1]}", DataDirectory = Path.Combine(Folder, "data"), ApiPort = 0, IngressPort = 0, PodCidr = pods, ServiceCidr = services };
        _sandbox = await SandboxHost.StartAsync(_options, TimeProvider.System, CancellationToken.None);
        _cluster = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(_sandbox.KubeconfigPath));
        await RollOutAsync(Wanted(Local()));
        await StartedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _cluster?.Dispose();
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
            await SandboxRemoval.RunAsync(_options!.Name, _options.DataDirectory, purge: true, CancellationToken.None);
        }

        _engine?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>What the servers are like, made from the local environment.</summary>
    protected abstract DeliveryEnvironment Wanted(DeliveryEnvironment local);

    /// <summary>What becomes of an object before it is rolled out.</summary>
    protected virtual JsonObject Changed(JsonObject item) => item;

    /// <summary>Called when all has been rolled out.</summary>
    protected abstract Task StartedAsync();

    protected static DeliveryEnvironment Local() => EnvironmentFiles.Load(Path.Combine(Repository.Root, "deploy", "environments"), "local");

    /// <summary>Brings the servers to what an environment says.</summary>
    internal async Task<RolloutResult> RollOutAsync(DeliveryEnvironment environment)
    {
        var images = _images.Aggregate(PlatformManifests.ReviewLock(environment).References, (all, image) => all.SetItem(image.Key, image.Value));
        return await new Rollout(TimeProvider.System).RunAsync(
            new RolloutRequest
            {
                Release = "database",
                Objects = [.. PlatformManifests.Render(environment, new ImageLock(images)).Where(IsOfServers).Select(Changed)],
                KubeconfigPath = _sandbox!.KubeconfigPath,
                Origin = new RolloutOrigin("tester", "0123abc", null),
            },
            null,
            TestContext.Current.CancellationToken);
    }

    /// <summary>The pod of a member.</summary>
    public Task<V1Pod> PodAsync(string member) => Cluster.ReadNamespacedPodAsync(member, Space, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>A container of a member: the server itself, unless another one is named.</summary>
    public async Task<string> ContainerAsync(string member, string? name = null) => ((await PodAsync(member)).Status.ContainerStatuses ?? [])
        .Single(container => container.Name == (name ?? member[..member.LastIndexOf('-')])).ContainerID.Replace("docker://", "", StringComparison.Ordinal);

    /// <summary>What a member tells Prometheus.</summary>
    public async Task<string> MetricsAsync(ServiceEntry server, string member)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync($"http://{(await PodAsync(member)).Status.PodIP}:{server.MetricsPort}/metrics", TestContext.Current.CancellationToken);
    }

    /// <summary>Ends a pod, at once or in its own time.</summary>
    public async Task DeleteAsync(string member, int? graceSeconds) =>
        _ended[member] = (await Cluster.DeleteNamespacedPodAsync(member, Space, gracePeriodSeconds: graceSeconds, cancellationToken: TestContext.Current.CancellationToken)).Uid();

    /// <summary>Waits until a member that was ended has a new pod.</summary>
    public Task RestartedAsync(string member) => UntilAsync($"a new pod {member}", async () => (await PodAsync(member)).Uid() != _ended[member] ? member : null);

    /// <summary>What a command says in a member, as the server's own user.</summary>
    public Task<string> ExecAsync(string member, params string[] command) => ExecInAsync(member, null, command);

    /// <summary>The same in another container of its pod.</summary>
    public async Task<string> ExecInAsync(string member, string? container, params string[] command)
    {
        var exec = await Engine.Exec.CreateContainerExecAsync(await ContainerAsync(member, container), new() { AttachStdout = true, AttachStderr = true, Cmd = command }, TestContext.Current.CancellationToken);
        using var stream = await Engine.Exec.StartContainerExecAsync(exec.ID, new(), TestContext.Current.CancellationToken);
        var (output, error) = await stream.ReadOutputToEndAsync(TestContext.Current.CancellationToken);
        return output + error;
    }

    /// <summary>The member of PostgreSQL that its Service leads to, null while there is none.</summary>
    public async Task<string?> PrimaryAsync()
    {
        var endpoints = await Cluster.ReadNamespacedEndpointsAsync(ServiceTable.Postgres.Name, Space, cancellationToken: TestContext.Current.CancellationToken);
        return endpoints.Subsets is [{ Addresses: [{ } address] }] ? address.TargetRef?.Name : null;
    }

    /// <summary>A value of one of the generated secrets.</summary>
    public Task<string> SecretAsync(SecretEntry group, string key) => SecretAsync(group.Group, key);

    /// <summary>The same, of any group.</summary>
    public async Task<string> SecretAsync(string group, string key) => Encoding.UTF8.GetString((await SecretsAsync(group)).Data[key]);

    /// <summary>Waits until a look finds something.</summary>
    protected async Task<string> UntilAsync(string what, Func<Task<string?>> look)
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
            foreach (var container in pod.Spec.Containers)
            {
                using var log = await Cluster.ReadNamespacedPodLogAsync(pod.Name(), Space, container: container.Name, tailLines: 60, cancellationToken: CancellationToken.None);
                said.AppendLine($"--- {pod.Name()} {container.Name}").AppendLine(await new StreamReader(log).ReadToEndAsync(CancellationToken.None));
            }
        }

        return said.ToString();
    }

    private bool IsOfServers(JsonObject item)
    {
        var (kind, name, ns) = (item["kind"]!.ToString(), item["metadata"]!["name"]!.ToString(), item["metadata"]!["namespace"]?.ToString());
        return kind == "Namespace" ? name is Space or CertificateTable.Namespace
            : ns == CertificateTable.Namespace ? kind == "Secret"
            : ns == Space && _images.Keys.Any(image => name.StartsWith(image.Value, StringComparison.Ordinal));
    }

    private async Task<V1Secret> SecretsAsync(string group) =>
        (await Cluster.ListNamespacedSecretAsync(Space, labelSelector: $"{ObjectLabels.Secret}={group}", cancellationToken: CancellationToken.None)).Items.Single();

    // 10.N.0.0/16 that no interface has
    private static (string Pods, string Services) FreeRanges()
    {
        var taken = NetworkInterface.GetAllNetworkInterfaces().SelectMany(face => face.GetIPProperties().UnicastAddresses).Select(address => address.Address.ToString()).ToList();
        var free = Enumerable.Range(100, 150).Where(number => !taken.Any(address => address.StartsWith($"10.{number}.", StringComparison.Ordinal))).ToArray();
        Random.Shared.Shuffle(free);
        return ($"10.{free[0]}.64.0/24", $"10.{free[0]}.65.0/24");
    }
}

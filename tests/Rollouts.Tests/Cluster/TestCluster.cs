using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Sandbox.Hosting;

[assembly: AssemblyFixture(typeof(SiteBuilder.Rollouts.Tests.Cluster.TestCluster))]

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>The cluster of all tests: the one of SITEBUILDER_TEST_KUBECONFIG, else a sandbox with scripted pods. Every test uses a namespace and a release of its own.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private readonly List<string> _names = [];
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"rollouts-{Guid.NewGuid():N}");
    private ClusterClient? _client;
    private SandboxHost? _sandbox;

    public string Kubeconfig { get; private set; } = "";

    internal ClusterClient Client => _client!;

    /// <summary>Whether it is a cluster of somebody's, not our sandbox.</summary>
    public bool IsReal { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Kubeconfig = Environment.GetEnvironmentVariable("SITEBUILDER_TEST_KUBECONFIG") ?? "";
        IsReal = Kubeconfig.Length > 0;
        if (!IsReal)
        {
            var options = new SandboxOptions { Name = "rollouts", DataDirectory = _folder, ApiPort = 0, IngressPort = 0, Runtime = SandboxRuntime.Scripted };
            _sandbox = await SandboxHost.StartAsync(options, TimeProvider.System, CancellationToken.None);
            Kubeconfig = _sandbox.KubeconfigPath;
        }

        _client = new ClusterClient(ClusterConnection.Open(Kubeconfig, null), TimeProvider.System);
    }

    /// <summary>A name for a namespace and a release that nobody else uses.</summary>
    public string NewName()
    {
        var name = $"rt-{Guid.NewGuid().ToString("N")[..10]}";
        lock (_names)
        {
            _names.Add(name);
        }

        return name;
    }

    public RolloutRequest Request(string release, params IReadOnlyList<JsonObject> objects) => new()
    {
        Release = release,
        Objects = objects,
        KubeconfigPath = Kubeconfig,
        Origin = new RolloutOrigin("tester", "0123abc", null),
        Deadline = TimeSpan.FromMinutes(3),
    };

    internal async Task<JsonObject?> FindAsync(string apiVersion, string kind, string? ns, string name)
    {
        var resource = await new Discovery(Client).FindAsync(apiVersion, kind, CancellationToken.None);
        return resource is null ? null : await Client.FindAsync(resource, ns, name, CancellationToken.None);
    }

    /// <summary>Resource versions of everything a rollout of this name could write, but for its lock.</summary>
    internal async Task<IReadOnlyList<string>> SnapshotAsync(string name)
    {
        var lists = new[]
        {
            await Client.ListAsync(CoreResources.ConfigMap, name, null, CancellationToken.None),
            await Client.ListAsync(CoreResources.Secret, name, null, CancellationToken.None),
            await Client.ListAsync(new ApiResource("apps/v1", "Deployment", "deployments", true), name, null, CancellationToken.None),
            await Client.ListAsync(CoreResources.Secret, "sitebuilder-system", $"sitebuilder.dev/record-of={name}", CancellationToken.None),
        };
        var inventory = await Client.FindAsync(CoreResources.ConfigMap, "sitebuilder-system", $"inventory-{name}", CancellationToken.None);
        return [.. lists.SelectMany(l => l.Items).Append(inventory!).Select(i => $"{ObjectKey.Of(i)} {i.ResourceVersion()}").Order(StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        if (IsReal)
        {
            await CleanAsync();
        }

        _client?.Dispose();
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task CleanAsync()
    {
        foreach (var name in _names)
        {
            await Client.DeleteAsync(CoreResources.Namespace, null, name, null, "Background", CancellationToken.None);
            await Client.DeleteAsync(CoreResources.Lease, "sitebuilder-system", $"sitebuilder-{name}", null, "Background", CancellationToken.None);
            await Client.DeleteAsync(CoreResources.ConfigMap, "sitebuilder-system", $"inventory-{name}", null, "Background", CancellationToken.None);
            foreach (var record in (await Client.ListAsync(CoreResources.Secret, "sitebuilder-system", $"sitebuilder.dev/record-of={name}", CancellationToken.None)).Items)
            {
                await Client.DeleteAsync(CoreResources.Secret, "sitebuilder-system", record.Name(), null, "Background", CancellationToken.None);
            }
        }
    }
}

using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Sandbox.Hosting;

[assembly: AssemblyFixture(typeof(SiteBuilder.Rollouts.Tests.Cluster.TestCluster))]

// most of a test's time is waiting
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.All, MaxThreads = 12)]

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>
/// The cluster of all tests: the one of SITEBUILDER_TEST_KUBECONFIG, else a sandbox with scripted pods and a fast clock. Every test uses a
/// namespace and a release of its own.
/// </summary>
public sealed class TestCluster : IAsyncLifetime
{
    private const int Faster = 4;
    private readonly List<(string Name, string? Test)> _names = [];
    private readonly List<Task> _leaving = [];
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"rollouts-{Guid.NewGuid():N}");
    private ClusterClient? _client;
    private SandboxHost? _sandbox;
    private string? _noPods;

    public string Kubeconfig { get; private set; } = "";

    /// <summary>The clock that the cluster goes by.</summary>
    public TimeProvider Time { get; private set; } = TimeProvider.System;

    internal ClusterClient Client => _client!;

    /// <summary>Whether it is a cluster of somebody's, not our sandbox.</summary>
    public bool IsReal { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Kubeconfig = Environment.GetEnvironmentVariable("SITEBUILDER_TEST_KUBECONFIG") ?? "";
        IsReal = Kubeconfig.Length > 0;
        TestContext.Current.KeyValueStorage[nameof(TestCluster)] = this;
        if (!IsReal)
        {
            Time = new FastTime(Faster);
            var options = new SandboxOptions { Name = "rollouts", DataDirectory = _folder, ApiPort = 0, IngressPort = 0, Runtime = SandboxRuntime.Scripted };
            _sandbox = await SandboxHost.StartAsync(options, Time, CancellationToken.None);
            Kubeconfig = _sandbox.KubeconfigPath;
        }

        _client = new ClusterClient(ClusterConnection.Open(Kubeconfig, null), TimeProvider.System);
        if (IsReal)
        {
            _noPods = await ShellImage.WhyNotAsync(Client, NewName());
        }
    }

    /// <summary>A name for a namespace and a release that nobody else uses.</summary>
    public string NewName()
    {
        var name = $"rt-{Guid.NewGuid().ToString("N")[..10]}";
        lock (_names)
        {
            _names.Add((name, TestContext.Current.Test?.UniqueID));
        }

        return name;
    }

    /// <summary>Has the namespaces that a test has asked for deleted; the sandbox goes as a whole.</summary>
    public void Forget(string test)
    {
        if (IsReal)
        {
            lock (_names)
            {
                _leaving.AddRange(_names.Where(named => named.Test == test).Select(named =>
                    (Task)Client.DeleteAsync(CoreResources.Namespace, null, named.Name, null, "Background", CancellationToken.None)));
            }
        }
    }

    /// <summary>The same for a test whose pods have to run; skips it where they cannot.</summary>
    public string NewNameForPods()
    {
        Assert.SkipWhen(_noPods is not null, _noPods ?? "");
        return NewName();
    }

    public RolloutRequest Request(string release, params IReadOnlyList<JsonObject> objects) => new()
    {
        Release = release,
        Objects = objects,
        KubeconfigPath = Kubeconfig,
        Origin = new RolloutOrigin("tester", "0123abc", null),
        Deadline = TimeSpan.FromMinutes(3),
    };

    /// <summary>Rolls out on the world's clock, whatever the cluster goes by: on a busy machine a fast one would lose its lock.</summary>
    internal Task<RolloutResult> RunAsync(RolloutRequest request, IProgress<RolloutEvent>? progress = null) =>
        new Rollout(TimeProvider.System).RunAsync(request, progress, TestContext.Current.CancellationToken);

    internal Task<RolloutResult> RunAsync(string release, params IReadOnlyList<JsonObject> objects) => RunAsync(Request(release, objects));

    internal async Task<JsonObject?> FindAsync(string apiVersion, string kind, string? ns, string name)
    {
        var resource = await new Discovery(Client).FindAsync(apiVersion, kind, CancellationToken.None);
        return resource is null ? null : await Client.FindAsync(resource, ns, name, CancellationToken.None);
    }

    /// <summary>The object as soon as it is as expected; whatever it is after half a minute.</summary>
    internal async Task<JsonObject?> FindAsync(string apiVersion, string kind, string? ns, string name, Func<JsonObject?, bool> expected)
    {
        for (var tries = 0; ; tries++)
        {
            var found = await FindAsync(apiVersion, kind, ns, name);
            if (expected(found) || tries == 300)
            {
                return found;
            }

            await Task.Delay(100, CancellationToken.None);
        }
    }

    /// <summary>Writes fields as somebody else, the way an editor does.</summary>
    internal async Task EditAsync(string apiVersion, string kind, string? ns, string name, JsonObject fields, string manager = "kubectl-edit")
    {
        var resource = (await new Discovery(Client).FindAsync(apiVersion, kind, CancellationToken.None))!;
        await Client.SendAsync(HttpMethod.Patch, $"{resource.Path(ns, name)}?fieldManager={manager}", fields.ToJsonString(), "application/merge-patch+json", CancellationToken.None);
    }

    /// <summary>Sets the replicas of a Deployment the way autoscalers and <c>kubectl scale</c> do.</summary>
    internal Task ScaleAsync(string ns, string name, int replicas, string manager) => Client.SendAsync(
        HttpMethod.Patch, $"/apis/apps/v1/namespaces/{ns}/deployments/{name}/scale?fieldManager={manager}", $$$"""{"spec":{"replicas":{{{replicas}}}}}""", "application/merge-patch+json", CancellationToken.None);

    internal async Task CreateAsync(JsonObject item)
    {
        var resource = (await new Discovery(Client).FindAsync(item.ApiVersion(), item.Kind(), CancellationToken.None))!;
        await Client.SendAsync(HttpMethod.Post, $"{resource.Path(item.Namespace())}?fieldManager=kubectl-create", item.ToJsonString(), "application/json", CancellationToken.None);
    }

    internal async Task DeleteAsync(string apiVersion, string kind, string? ns, string name)
    {
        var resource = (await new Discovery(Client).FindAsync(apiVersion, kind, CancellationToken.None))!;
        await Client.DeleteAsync(resource, ns, name, null, "Background", CancellationToken.None);
    }

    /// <summary>Resource versions of everything a rollout of this name could write, but for its lock. Status and what controllers make are left out.</summary>
    internal async Task<IReadOnlyList<string>> SnapshotAsync(string name)
    {
        var lists = new[]
        {
            await Client.ListAsync(CoreResources.ConfigMap, name, null, CancellationToken.None),
            await Client.ListAsync(CoreResources.Secret, name, null, CancellationToken.None),
            await Client.ListAsync(new ApiResource("v1", "Service", "services", true), name, null, CancellationToken.None),
            await Client.ListAsync(new ApiResource("apps/v1", "Deployment", "deployments", true), name, null, CancellationToken.None),
            await Client.ListAsync(CoreResources.Secret, "sitebuilder-system", $"sitebuilder.dev/record-of={name}", CancellationToken.None),
        };
        var inventory = await Client.FindAsync(CoreResources.ConfigMap, "sitebuilder-system", $"inventory-{name}", CancellationToken.None);
        return [.. lists.SelectMany(l => l.Items).Append(inventory).OfType<JsonObject>().Select(Written).Order(StringComparer.Ordinal)];

        // a Deployment's resource version goes on with its status
        static string Written(JsonObject item) => $"{ObjectKey.Of(item)} {item.Uid()} {(item.Kind() == "Deployment" ? item.Text("metadata", "generation") : item.ResourceVersion())}";
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
        await Task.WhenAll(_leaving);
        foreach (var (name, _) in _names)
        {
            await Client.DeleteAsync(CoreResources.Namespace, null, name, null, "Background", CancellationToken.None);
            await Client.DeleteAsync(CoreResources.Lease, "sitebuilder-system", $"sitebuilder-{name}", null, "Background", CancellationToken.None);
            await Client.DeleteAsync(CoreResources.ConfigMap, "sitebuilder-system", $"inventory-{name}", null, "Background", CancellationToken.None);
            foreach (var record in (await Client.ListAsync(CoreResources.Secret, "sitebuilder-system", $"sitebuilder.dev/record-of={name}", CancellationToken.None)).Items
                .Concat((await Client.ListAsync(CoreResources.Secret, "sitebuilder-system", $"sitebuilder.dev/record-part-of={name}", CancellationToken.None)).Items))
            {
                await Client.DeleteAsync(CoreResources.Secret, "sitebuilder-system", record.Name(), null, "Background", CancellationToken.None);
            }
        }
    }
}

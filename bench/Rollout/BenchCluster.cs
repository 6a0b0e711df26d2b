using System.Globalization;
using k8s;
using k8s.Autorest;
using k8s.Models;
using SiteBuilder.Bench.Sandbox;

namespace SiteBuilder.Bench.Rollout;

/// <summary>The cluster that is measured against: that of SITEBUILDER_TEST_KUBECONFIG, else a sandbox of its own with scripted containers.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private readonly SandboxProcess? _sandbox;
    private readonly Stack<Func<Task>> _later = new();
    private readonly List<string> _names = [];
    private int _namespaces;

    private BenchCluster(SandboxProcess? sandbox, string kubeconfig)
    {
        _sandbox = sandbox;
        Kubeconfig = kubeconfig;
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig);
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        Client = new Kubernetes(configuration);
    }

    public string Kubeconfig { get; }

    public Kubernetes Client { get; }

    /// <summary>In words, for the report.</summary>
    public string Name => _sandbox is null ? $"the cluster of {Kubeconfig}" : "the sandbox";

    public static async Task<BenchCluster> OpenAsync(string root, CancellationToken ct)
    {
        if (Environment.GetEnvironmentVariable("SITEBUILDER_TEST_KUBECONFIG") is { Length: > 0 } file) return new BenchCluster(null, file);
        await SandboxProcess.BuildAsync(root, ct);
        var sandbox = await SandboxProcess.StartAsync(root, ct);
        return new BenchCluster(sandbox, sandbox.Kubeconfig);
    }

    /// <summary>A namespace that nobody has used.</summary>
    public async Task<string> NewNamespaceAsync(CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bench-{Environment.ProcessId}-{++_namespaces}");
        await Client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new() { Name = name } }, cancellationToken: ct);
        _names.Add(name);

        // its own writes are done when this one is there; what comes later is the tools'
        while (true)
        {
            try
            {
                await Client.CoreV1.ReadNamespacedServiceAccountAsync("default", name, cancellationToken: ct);
                return name;
            }
            catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                await Task.Delay(20, ct);
            }
        }
    }

    /// <summary>What is to be done once nothing is measured: a cluster that clears away is slow.</summary>
    public void Later(Func<Task> work) => _later.Push(work);

    /// <summary>Clears away everything, and waits until the cluster is quiet again.</summary>
    public async Task ClearAsync()
    {
        while (_later.TryPop(out var work)) await work();
        var names = await Task.WhenAll(_names.Select(DeleteAsync));
        _names.Clear();
        while ((await Client.CoreV1.ListNamespaceAsync()).Items.Any(ns => names.Contains(ns.Name()))) await Task.Delay(200);
    }

    private async Task<string> DeleteAsync(string name)
    {
        await Client.CoreV1.DeleteNamespaceAsync(name, cancellationToken: CancellationToken.None);
        return name;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
    }
}

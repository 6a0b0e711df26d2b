using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.Sites;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests;

/// <summary>
/// Processes of our services are replaced while editors work, as Kubernetes does it: the new one joins when it is ready; the old one is asked to
/// stop, and only then does the network forget it. Not one request may fail.
/// </summary>
[Trait("Suite", "Service")]
public sealed class RollingUpdateTests(PostgresServer postgres) : IAsyncLifetime
{
    private const int Editors = 12;
    private const int Met = 200;

    // what the network of a cluster may take to hear of a pod that stops
    private static readonly TimeSpan Hearsay = TimeSpan.FromMilliseconds(500);

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("rolling-test-");
    private readonly List<IAsyncDisposable> _started = [];
    private SitesRun _sites = null!;
    private GatewayRun _gateway = null!;
    private ClusterAddress _sitesAddress = null!;
    private ClusterAddress _gatewayAddress = null!;

    public async ValueTask InitializeAsync()
    {
        _sites = new SitesRun(await postgres.CreateDatabaseAsync());
        (await _sites.MigrateAsync()).ShouldBe(0);
        _sitesAddress = Keep(new ClusterAddress());
        _gatewayAddress = Keep(new ClusterAddress());
        _gateway = new GatewayRun(new Uri("http://127.0.0.1:9"), _sitesAddress.Address, GatewayRun.WriteBrands(_files.FullName));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var item in Enumerable.Reverse(_started))
        {
            await item.DisposeAsync();
        }

        _sites?.Dispose();
        _files.Delete(recursive: true);
    }

    [Fact]
    public async Task A_rolling_update_of_a_service_behind_the_gateway_loses_no_request()
    {
        var old = await Task.WhenAll(SitesAsync(), SitesAsync(), GatewayAsync());
        await using var load = new RequestLoad(Editors, () => _gatewayAddress.Port, EditorRound.PlayAsync);
        await load.MoreAsync(Met);
        foreach (var pod in old[..2])
        {
            await ReplaceAsync(pod, SitesAsync, _sitesAddress, load);
        }

        await load.EndAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{load.Requests} requests over {load.Connections} connections");
    }

    [Fact]
    public async Task A_rolling_update_of_the_gateway_loses_no_request()
    {
        var old = await Task.WhenAll(GatewayAsync(), GatewayAsync(), SitesAsync());
        await using var load = new RequestLoad(Editors, () => _gatewayAddress.Port, EditorRound.PlayAsync);
        await load.MoreAsync(Met);
        foreach (var pod in old[..2])
        {
            await ReplaceAsync(pod, GatewayAsync, _gatewayAddress, load);
        }

        await load.EndAsync();
        load.Connections.ShouldBeGreaterThan(Editors, "connections moved to the new pods");
        TestContext.Current.TestOutputHelper?.WriteLine($"{load.Requests} requests over {load.Connections} connections");
    }

    private static async Task ReplaceAsync(ServiceProcess old, Func<Task<ServiceProcess>> start, ClusterAddress address, RequestLoad load)
    {
        await start();
        old.AskToStop();
        await Task.Delay(Hearsay, TestContext.Current.CancellationToken);
        address.Remove(old.Port);
        await old.UntilEndedAsync();
        await load.MoreAsync(Met);
    }

    private Task<ServiceProcess> SitesAsync() => StartAsync(typeof(SitesService), _sites.Arguments(), _sitesAddress);

    private Task<ServiceProcess> GatewayAsync() => StartAsync(typeof(GatewayService), _gateway.Arguments(), _gatewayAddress);

    private async Task<ServiceProcess> StartAsync(Type program, string[] arguments, ClusterAddress address)
    {
        var pod = await ServiceProcess.StartAsync(program.Assembly, arguments);
        lock (_started)
        {
            _started.Add(pod);
        }

        address.Add(pod.Port);
        return pod;
    }

    private T Keep<T>(T item)
        where T : IAsyncDisposable
    {
        _started.Add(item);
        return item;
    }
}

using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>The base of tests of the gateway alone: what stands behind it does what the test says; Auth is not asked.</summary>
public abstract class GatewayTest : IAsyncLifetime
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("gateway-test-");
    private readonly List<IAsyncDisposable> _started = [];

    /// <summary>A folder of the test.</summary>
    protected string Files => _files.FullName;

    /// <inheritdoc />
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var item in Enumerable.Reverse(_started))
        {
            await item.DisposeAsync();
        }

        _files.Delete(recursive: true);
    }

    /// <summary>A gateway whose every service is at an address.</summary>
    protected Task<RunningService> GatewayAsync(Uri service, params string[] own) => GatewayAsync(service, run => run, own);

    /// <summary>A gateway whose every service is at an address, and whose routes are otherwise as the test says.</summary>
    private protected async Task<RunningService> GatewayAsync(Uri service, Func<GatewayRun, GatewayRun> change, params string[] own) =>
        Keep(await change(new GatewayRun(service, service, GatewayRun.WriteBrands(_files.FullName)) { Media = service }).StartAsync(own));

    /// <summary>Stops it after the test.</summary>
    private protected T Keep<T>(T item)
        where T : IAsyncDisposable
    {
        _started.Add(item);
        return item;
    }
}

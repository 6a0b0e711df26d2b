using Docker.DotNet;
using SiteBuilder.Delivery.Registries;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tests.Registries;

[assembly: AssemblyFixture(typeof(RegistryFixture))]

namespace SiteBuilder.Delivery.Tests.Registries;

/// <summary>Our registry image as a container of its own, for all tests that push.</summary>
public sealed class RegistryFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private IDockerClient? _engine;
    private LocalRegistry? _registry;
    private int _port;

    /// <summary>The port of the running registry; skips the test where there is no engine.</summary>
    public async Task<int> PortAsync()
    {
        await _one.WaitAsync();
        try
        {
            if (_registry is null)
            {
                _engine = await TestEngine.ConnectOrSkipAsync();
                var layout = await RepositoryImages.LayoutAsync("registry");
                _port = FreePort.Next();
                var name = $"sitebuilder-test-{Guid.NewGuid():n}";
                _registry = new LocalRegistry(_engine, new LocalRegistryOptions(name, _port, layout.Folder, name, name));
                await _registry.EnsureAsync();
            }

            return _port;
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_registry is not null)
        {
            await _registry.RemoveAsync(purge: true);
        }

        _engine?.Dispose();
        _one.Dispose();
    }
}

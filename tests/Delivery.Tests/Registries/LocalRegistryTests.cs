using System.Net;
using System.Net.Sockets;
using SiteBuilder.Delivery.Registries;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Tests.Registries;

[Trait("Suite", "Service")]
public sealed class LocalRegistryTests
{
    [Fact]
    public async Task Images_outlive_the_container_until_they_are_purged()
    {
        using var engine = await TestEngine.ConnectOrSkipAsync();
        using var folder = new TemporaryFolder();
        var options = await OptionsAsync();
        var registry = new LocalRegistry(engine, options);
        var address = $"127.0.0.1:{options.Port}";
        var image = new ImageToPush(new ImageName("kept"), SampleImage.Write(folder.Path, "kept", ("app", "content")).Folder, ["tag-1"]);
        try
        {
            (await registry.EnsureAsync()).ShouldBeTrue();
            (await registry.EnsureAsync()).ShouldBeFalse();
            (await PushAsync(address, image)).Pushed.ShouldBe(1);

            await registry.RemoveAsync(purge: false);
            (await registry.EnsureAsync()).ShouldBeTrue();
            (await PushAsync(address, image)).Skipped.ShouldBe(1);
        }
        finally
        {
            await registry.RemoveAsync(purge: true);
        }

        (await engine.Volumes.ListAsync(CancellationToken.None)).Volumes.ShouldNotContain(v => v.Name == options.Volume);
        await registry.RemoveAsync(purge: true);
    }

    [Fact]
    public async Task A_port_that_somebody_else_has_is_told_with_the_setting_to_change()
    {
        using var engine = await TestEngine.ConnectOrSkipAsync();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var options = await OptionsAsync() with { Port = port };
        var error = await Should.ThrowAsync<UsageException>(() => new LocalRegistry(engine, options).EnsureAsync());
        error.Message.ShouldBe($"Port {port} of 127.0.0.1 is taken by another program, so the local registry cannot use it. Stop that program (ss -ltnp 'sport = :{port}'), or set sandbox.registryPort in the environment file.");
    }

    private static async Task<LocalRegistryOptions> OptionsAsync()
    {
        var name = $"sitebuilder-test-{Guid.NewGuid():n}";
        return new LocalRegistryOptions(name, FreePort.Next(), (await RepositoryImages.LayoutAsync("registry")).Folder, name, name);
    }

    private static async Task<PublishReport> PushAsync(string address, ImageToPush image)
    {
        using var client = new RegistryClient(address);
        return await new ImagePublisher(client, new RegistryTarget(address, "test")).PublishAsync([image]);
    }
}

using SiteBuilder.Sandbox.Hosting;

namespace SiteBuilder.Manifests.Tests.ApiServer;

/// <summary>The sandbox as an API server to be asked, where there is no other.</summary>
internal sealed class DryRunSandbox : IAsyncDisposable
{
    private readonly string _folder;
    private readonly SandboxHost _host;

    private DryRunSandbox(string folder, SandboxHost host) => (_folder, _host) = (folder, host);

    public string Kubeconfig => _host.KubeconfigPath;

    public static async Task<DryRunSandbox> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("sitebuilder-dry-run-").FullName;
        var options = new SandboxOptions { Name = "dryrun", DataDirectory = folder, ApiPort = 0, IngressPort = 0, Runtime = SandboxRuntime.Scripted };
        return new DryRunSandbox(folder, await SandboxHost.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

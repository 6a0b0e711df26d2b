using SiteBuilder.Sandbox.Hosting;

namespace SiteBuilder.Waf.Tests;

/// <summary>A sandbox of a test's own, gone with all its containers in the end.</summary>
internal sealed class OwnSandbox(SandboxHost host, SandboxOptions options) : IAsyncDisposable
{
    public string Kubeconfig => host.KubeconfigPath;

    public int IngressPort => host.IngressPort;

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await SandboxRemoval.RunAsync(options.Name, options.DataDirectory, purge: true, CancellationToken.None);
    }
}

using System.Security.Cryptography.X509Certificates;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>A connection that is made in the background while something else is done.</summary>
internal sealed class ConnectionAhead
{
    private readonly string _kubeconfig;
    private readonly string? _context;
    private readonly Task<ClusterConnection> _opened;

    public ConnectionAhead(string kubeconfig, string? context)
    {
        (_kubeconfig, _context) = (kubeconfig, context);
        _opened = Task.Run(() => ClusterConnection.Open(kubeconfig, context));
        _ = GreetAsync();
        _ = Task.Run(ReadMachineTrust);
    }

    /// <summary>Whether it leads where the request wants to.</summary>
    public bool IsTo(RolloutRequest request) => request.KubeconfigPath == _kubeconfig && request.Context == _context;

    /// <summary>The connection, as it comes from <see cref="ClusterConnection.Open"/>; the first request waits until it is made.</summary>
    public Task<ClusterConnection> OpenAsync() => _opened;

    /// <summary>The framework reads what the machine trusts before it looks at any certificate, also where the kubeconfig names its own authorities.</summary>
    private static void ReadMachineTrust()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);
        foreach (var certificate in store.Certificates)
        {
            certificate.Dispose();
        }
    }

    private async Task GreetAsync()
    {
        try
        {
            await (await _opened.ConfigureAwait(false)).GreetAsync().ConfigureAwait(false);
        }
        catch (StepFailedException)
        {
            // told to whoever asks for the connection
        }
    }
}

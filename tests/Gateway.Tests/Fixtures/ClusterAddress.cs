using System.Net;
using System.Net.Sockets;

namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>
/// The address of a Service as the network of a cluster makes it: each new connection leads to one of the endpoints in turn, and stays there
/// whatever becomes of the list.
/// </summary>
internal sealed class ClusterAddress : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<int> _endpoints = [];
    private int _turn;

    public ClusterAddress()
    {
        _listener.Start();
        _ = LetInAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public void Add(int port)
    {
        lock (_endpoints)
        {
            _endpoints.Add(port);
        }
    }

    public void Remove(int port)
    {
        lock (_endpoints)
        {
            _endpoints.Remove(port);
        }
    }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private int Next()
    {
        lock (_endpoints)
        {
            return _endpoints[_turn++ % _endpoints.Count];
        }
    }

    private async Task LetInAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using (client)
        using (var endpoint = new TcpClient { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                await endpoint.ConnectAsync(IPAddress.Loopback, Next());
                await Task.WhenAll(CarryAsync(client, endpoint), CarryAsync(endpoint, client));
            }
            catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException)
            {
                // a connection that breaks on one side breaks on the other
                client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
            }
        }
    }

    // an end of what one side says is passed on as just that
    private static async Task CarryAsync(TcpClient from, TcpClient to)
    {
        await from.GetStream().CopyToAsync(to.GetStream());
        to.Client.Shutdown(SocketShutdown.Send);
    }
}

using System.Net;
using System.Net.Sockets;

namespace SiteBuilder.Tests.Fixtures;

/// <summary>A port that leads to another one while it is open; while it is shut, nobody listens on it.</summary>
internal sealed class Door(int target) : IAsyncDisposable
{
    private readonly List<TcpClient> _ends = [];
    private TcpListener? _listener;

    public int Port { get; } = FreePort.Take();

    public void Open()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _ = LetInAsync(_listener);
    }

    public void Shut()
    {
        _listener?.Stop();
        _listener = null;
        lock (_ends)
        {
            _ends.ForEach(end => end.Dispose());
            _ends.Clear();
        }
    }

    public ValueTask DisposeAsync()
    {
        Shut();
        return ValueTask.CompletedTask;
    }

    private async Task LetInAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var visitor = await listener.AcceptTcpClientAsync();
                var host = new TcpClient();
                lock (_ends)
                {
                    _ends.AddRange([visitor, host]);
                }

                await host.ConnectAsync(IPAddress.Loopback, target);
                _ = CarryAsync(visitor, host);
                _ = CarryAsync(host, visitor);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // shut
        }
    }

    private static async Task CarryAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // one side has gone; the other one notices by its own stream
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace SiteBuilder.Delivery.Tests.Support;

/// <summary>Passes bytes between a client and a port of loopback and breaks each connection after so many bytes of the client.</summary>
internal sealed class BreakingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _loop;

    public BreakingRelay(int target, int bytes)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _loop = Task.Run(() => AcceptAsync(target, bytes));
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
    }

    private async Task AcceptAsync(int target, int bytes)
    {
        List<Task> open = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                open.Add(Task.Run(() => RelayAsync(client, target, bytes)));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private static async Task RelayAsync(TcpClient client, int target, int bytes)
    {
        using (client)
        {
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, target);
            var back = server.GetStream().CopyToAsync(client.GetStream());
            var buffer = new byte[8192];
            try
            {
                for (var left = bytes; left > 0;)
                {
                    var read = await client.GetStream().ReadAsync(buffer);
                    if (read == 0)
                    {
                        return;
                    }

                    await server.GetStream().WriteAsync(buffer.AsMemory(0, Math.Min(read, left)));
                    left -= read;
                }

                // no orderly end: the other side sees a reset
                client.Client.LingerState = new LingerOption(true, 0);
                server.Client.LingerState = new LingerOption(true, 0);
            }
            catch (IOException)
            {
                // the client gave up first
            }
            finally
            {
                client.Close();
                server.Close();
                await back.ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }
}

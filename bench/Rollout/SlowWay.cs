using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace SiteBuilder.Bench.Rollout;

/// <summary>A way to a server that is as far as a cloud: every byte comes as much later as it takes to go there. Nothing else is slower.</summary>
internal sealed class SlowWay : IAsyncDisposable
{
    private const int BufferLength = 64 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly TimeSpan _oneWay;
    private readonly Task _work;

    public SlowWay(Uri server, TimeSpan roundTrip)
    {
        (_server, _oneWay) = (server, roundTrip / 2);
        _listener.Start();
        _work = AcceptAsync();
    }

    public Uri Address => new($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _work;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true) connections.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        try
        {
            using var far = new TcpClient { NoDelay = true };
            using (near)
            {
                near.NoDelay = true;
                // a connection is opened by one round trip
                await Task.Delay(_oneWay * 2, _stop.Token);
                await far.ConnectAsync(_server.Host, _server.Port, _stop.Token);
                await Task.WhenAny(PassAsync(near.GetStream(), far.GetStream()), PassAsync(far.GetStream(), near.GetStream()));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // one side has closed it
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to)
    {
        var under = Channel.CreateUnbounded<(byte[] Bytes, long Due)>();
        var writing = WriteAsync();
        var buffer = new byte[BufferLength];
        try
        {
            while (await from.ReadAsync(buffer, _stop.Token) is var read and > 0) under.Writer.TryWrite((buffer[..read], Environment.TickCount64 + (long)_oneWay.TotalMilliseconds));
        }
        finally
        {
            under.Writer.Complete();
        }

        await writing;

        async Task WriteAsync()
        {
            await foreach (var (bytes, due) in under.Reader.ReadAllAsync(_stop.Token))
            {
                if (due - Environment.TickCount64 is var rest and > 0) await Task.Delay((int)rest, _stop.Token);
                await to.WriteAsync(bytes, _stop.Token);
            }
        }
    }
}

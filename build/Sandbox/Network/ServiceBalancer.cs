using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Network;

/// <summary>
/// Listens on the address and ports of every Service and hands each TCP connection to one of its ready pods, in turn; where one refuses,
/// to the next.
/// </summary>
internal sealed partial class ServiceBalancer(ServiceDirectory directory, int apiPort, ILogger<ServiceBalancer> log) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<IPEndPoint, Listening> _listeners = new();

    public void Start() => directory.Changed += Follow;

    public void Dispose()
    {
        directory.Changed -= Follow;
        foreach (IPEndPoint endpoint in _listeners.Keys)
        {
            Close(endpoint);
        }
    }

    private void Follow((string Namespace, string Name) key, ServiceEntry? entry)
    {
        HashSet<IPEndPoint> wanted = [];
        if (entry?.ClusterAddress is { } address && IPAddress.TryParse(address, out IPAddress? ip))
        {
            foreach (JsonObject port in entry.Service.Items("spec", "ports").Where(port => (port.Text("protocol") ?? "TCP") == "TCP"))
            {
                IPEndPoint endpoint = new(ip, (int)(port.Number("port") ?? 0));
                wanted.Add(endpoint);
                Open(key, endpoint, port.Text("name") ?? "", entry.Service.Text("spec", "sessionAffinity") == "ClientIP");
            }
        }

        foreach ((IPEndPoint endpoint, Listening listening) in _listeners)
        {
            if (listening.Service == key && !wanted.Contains(endpoint))
            {
                Close(endpoint);
            }
        }
    }

    private void Open((string Namespace, string Name) key, IPEndPoint endpoint, string portName, bool sticky)
    {
        if (_listeners.TryGetValue(endpoint, out Listening? listening))
        {
            if (listening.Service == key && listening.PortName == portName && listening.Sticky == sticky)
            {
                return;
            }

            Close(endpoint);
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen(512);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            LogCannotListen(key.Namespace, key.Name, endpoint, error.Message);
            return;
        }

        listening = new Listening(key, portName, sticky, socket);
        _listeners[endpoint] = listening;
        _ = AcceptAsync(listening);
    }

    private void Close(IPEndPoint endpoint)
    {
        if (_listeners.TryRemove(endpoint, out Listening? listening))
        {
            listening.Socket.Dispose();
        }
    }

    private async Task AcceptAsync(Listening listening)
    {
        while (true)
        {
            try
            {
                Socket client = await listening.Socket.AcceptAsync();
                _ = ServeAsync(listening, client);
            }
            catch (Exception closed) when (closed is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (SocketException error)
            {
                // a connection that was given up before it was taken, or no file handles for a moment
                LogAcceptFailed(listening.Service.Namespace, listening.Service.Name, error.Message);
            }
        }
    }

    private async Task ServeAsync(Listening listening, Socket client)
    {
        using (client)
        {
            try
            {
                using Socket? pod = await ConnectAsync(listening, client);
                if (pod is null)
                {
                    client.Close(0);
                    return;
                }

                client.NoDelay = true;
                await TcpRelay.RunAsync(client, pod);
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task<Socket?> ConnectAsync(Listening listening, Socket client)
    {
        IReadOnlyList<IPEndPoint> ready = listening.Service == ("default", "kubernetes")
            ? [new IPEndPoint(IPAddress.Loopback, apiPort)]
            : directory.Find(listening.Service.Namespace, listening.Service.Name)?.Ready(listening.PortName) ?? [];
        int first = listening.Sticky && client.RemoteEndPoint is IPEndPoint from
            ? from.Address.GetHashCode() & int.MaxValue
            : listening.NextTurn();
        for (int i = 0; i < ready.Count; i++)
        {
            Socket pod = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using CancellationTokenSource limit = new(ConnectTimeout);
                await pod.ConnectAsync(ready[(first + i) % ready.Count], limit.Token);
                return pod;
            }
            catch (Exception refused) when (refused is SocketException or OperationCanceledException)
            {
                pod.Dispose();
            }
        }

        return null;
    }

    [LoggerMessage(LogLevel.Error, "Service {Namespace}/{Name}: cannot listen on {Endpoint}: {Reason}")]
    private partial void LogCannotListen(string @namespace, string name, IPEndPoint endpoint, string reason);

    [LoggerMessage(LogLevel.Warning, "Service {Namespace}/{Name}: a connection was not accepted: {Reason}")]
    private partial void LogAcceptFailed(string @namespace, string name, string reason);

    private sealed record Listening((string Namespace, string Name) Service, string PortName, bool Sticky, Socket Socket)
    {
        private int _turn;

        public int NextTurn() => Interlocked.Increment(ref _turn) & int.MaxValue;
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SiteBuilder.Sandbox.Network;

/// <summary>The pods' name server (UDP and TCP): the cluster's own names, and everything else from the machine's resolvers.</summary>
internal sealed partial class DnsServer(ServiceDirectory directory, IPEndPoint endpoint, IReadOnlyList<IPEndPoint> upstreams, ILogger<DnsServer> log) : IDisposable
{
    private const int UdpLimit = 512;
    private static readonly TimeSpan UpstreamTimeout = TimeSpan.FromSeconds(3);

    private readonly ClusterNames _names = new(directory);
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>The name servers of this machine.</summary>
    public static IReadOnlyList<IPEndPoint> MachineResolvers(string path = "/etc/resolv.conf") =>
        !File.Exists(path) ? [] : [.. File.ReadLines(path)
            .Select(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["nameserver", ..])
            .Select(words => IPAddress.TryParse(words.ElementAtOrDefault(1), out IPAddress? address) ? new IPEndPoint(address, 53) : null)
            .OfType<IPEndPoint>()];

    public void Start(CancellationToken cancellationToken)
    {
        try
        {
            _udp.Bind(endpoint);
            _tcp.Bind(endpoint);
            _tcp.Listen(64);
        }
        catch (SocketException error)
        {
            throw new SandboxException(
                $"Sandbox: cannot answer name queries on {endpoint}: {error.Message}. "
                + "Another sandbox may use this service range (choose another with --service-cidr); ports below 1024 take root or CAP_NET_BIND_SERVICE.", error);
        }

        _ = ServeUdpAsync(cancellationToken);
        _ = ServeTcpAsync(cancellationToken);
    }

    public void Dispose()
    {
        _udp.Dispose();
        _tcp.Dispose();
    }

    private async Task ServeUdpAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        IPEndPoint any = new(IPAddress.Any, 0);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                SocketReceiveFromResult received = await _udp.ReceiveFromAsync(buffer, SocketFlags.None, any, cancellationToken);
                byte[] query = buffer[..received.ReceivedBytes];
                _ = AnswerUdpAsync(query, received.RemoteEndPoint, cancellationToken);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // the asker of an earlier answer is gone
            }
        }
    }

    private async Task AnswerUdpAsync(byte[] query, EndPoint asker, CancellationToken cancellationToken)
    {
        try
        {
            if (await AnswerAsync(query, UdpLimit, cancellationToken) is { } answer)
            {
                await _udp.SendToAsync(answer, SocketFlags.None, asker, cancellationToken);
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeTcpAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Socket client = await _tcp.AcceptAsync(cancellationToken);
                _ = AnswerTcpAsync(client, cancellationToken);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
            }
        }
    }

    private async Task AnswerTcpAsync(Socket client, CancellationToken cancellationToken)
    {
        using NetworkStream stream = new(client, ownsSocket: true);
        try
        {
            byte[] length = new byte[2];
            while (true)
            {
                await stream.ReadExactlyAsync(length, cancellationToken);
                byte[] query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query, cancellationToken);
                if (await AnswerAsync(query, ushort.MaxValue, cancellationToken) is not { } answer)
                {
                    return;
                }

                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)answer.Length);
                await stream.WriteAsync((byte[])[.. length, .. answer], cancellationToken);
            }
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException)
        {
        }
    }

    private async Task<byte[]?> AnswerAsync(byte[] query, int limit, CancellationToken cancellationToken)
    {
        if (DnsMessage.Parse(query) is not { } message)
        {
            return null;
        }

        if (!ClusterNames.Owns(message.Name))
        {
            if (await ForwardAsync(query, limit, cancellationToken) is { } forwarded)
            {
                return forwarded;
            }

            message.Code = DnsMessage.ServerFailure;
            return message.ToAnswer(limit);
        }

        if (_names.Answer(message) is { } outside && message.Type == DnsMessage.A)
        {
            try
            {
                foreach (IPAddress address in await Dns.GetHostAddressesAsync(outside, AddressFamily.InterNetwork, cancellationToken))
                {
                    message.AddAddress(outside, address);
                }
            }
            catch (SocketException error)
            {
                LogOutside(outside, error.Message);
            }
        }

        return message.ToAnswer(limit);
    }

    private async Task<byte[]?> ForwardAsync(byte[] query, int limit, CancellationToken cancellationToken)
    {
        foreach (IPEndPoint upstream in upstreams)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(UpstreamTimeout);
            try
            {
                return limit > UdpLimit ? await AskTcpAsync(query, upstream, deadline.Token) : await AskUdpAsync(query, upstream, deadline.Token);
            }
            catch (Exception error) when (error is SocketException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
            }
        }

        return null;
    }

    private static async Task<byte[]> AskUdpAsync(byte[] query, IPEndPoint upstream, CancellationToken cancellationToken)
    {
        using Socket socket = new(upstream.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(upstream, cancellationToken);
        await socket.SendAsync(query, SocketFlags.None, cancellationToken);
        byte[] buffer = new byte[4096];
        int count = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        return buffer[..count];
    }

    private static async Task<byte[]> AskTcpAsync(byte[] query, IPEndPoint upstream, CancellationToken cancellationToken)
    {
        using TcpClient client = new(upstream.AddressFamily);
        await client.ConnectAsync(upstream, cancellationToken);
        NetworkStream stream = client.GetStream();
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)query.Length);
        await stream.WriteAsync((byte[])[.. length, .. query], cancellationToken);
        await stream.ReadExactlyAsync(length, cancellationToken);
        byte[] answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        return answer;
    }

    [LoggerMessage(LogLevel.Debug, "The external name {Name} was not found: {Reason}")]
    private partial void LogOutside(string name, string reason);
}

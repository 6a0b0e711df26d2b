using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http.PortForward;

/// <summary>
/// <c>kubectl port-forward</c>: for each connection that it accepts, the client begins two streams with one request id, one for errors and one for data,
/// which is joined to a port of the pod. SPDY comes within a websocket (kubectl 1.30 and newer) or as an upgrade of its own.
/// </summary>
/// <remarks>Source: KEP-4006, Transition from SPDY to WebSockets; protocol portforward.k8s.io.</remarks>
internal sealed class PortForwarding(IPodAccess access, ILogger log)
{
    private const string Protocol = "portforward.k8s.io";
    private const string TunnelProtocol = "SPDY/3.1+" + Protocol;
    private const string ProtocolHeader = "X-Stream-Protocol-Version";
    private const string SpdyUpgrade = "SPDY/3.1";
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    public async Task RunAsync(HttpContext context, JsonObject pod)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade || Offer(context) is not { } offered)
        {
            throw Refusal.NotImplemented($"pods/portforward without {Protocol} over {SpdyUpgrade} or over the websocket protocol {TunnelProtocol}");
        }
        foreach (var (name, value) in offered) context.Response.Headers[name] = value;
        await using var wire = await upgrade.UpgradeAsync();
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await ServeAsync(wire, pod, context.RequestAborted);
            return;
        }
        using var socket = WebSocket.CreateFromStream(wire, isServer: true, subProtocol: null, KeepAlive);
        await using TunnelStream tunnel = new(socket);
        await ServeAsync(tunnel, pod, context.RequestAborted);
    }

    // the headers of the answer, null where the client speaks nothing that is spoken here
    private static Dictionary<string, string>? Offer(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            // the framework's own way refuses the slash in the protocol's name
            return !context.WebSockets.WebSocketRequestedProtocols.Contains(TunnelProtocol) ? null : new()
            {
                [HeaderNames.Connection] = HeaderNames.Upgrade,
                [HeaderNames.Upgrade] = "websocket",
                [HeaderNames.SecWebSocketAccept] = AcceptKey(context.Request.Headers.SecWebSocketKey.ToString()),
                [HeaderNames.SecWebSocketProtocol] = TunnelProtocol,
            };
        }
        return !string.Equals(context.Request.Headers.Upgrade, SpdyUpgrade, StringComparison.OrdinalIgnoreCase) || !context.Request.Headers[ProtocolHeader].Contains(Protocol) ? null : new()
        {
            [HeaderNames.Connection] = HeaderNames.Upgrade,
            [HeaderNames.Upgrade] = SpdyUpgrade,
            [ProtocolHeader] = Protocol,
        };
    }

    // RFC 6455, 4.2.2
    [SuppressMessage("Security", "CA5350", Justification = "SHA-1 is what the handshake of websockets asks for; it protects nothing")]
    private static string AcceptKey(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));

    private async Task ServeAsync(Stream wire, JsonObject pod, CancellationToken cancellationToken)
    {
        using SpdyConnection connection = new(wire);
        ConcurrentDictionary<string, SpdyStream> halves = [];
        ConcurrentDictionary<Task, bool> joined = [];
        try
        {
            await connection.RunAsync(
                stream =>
                {
                    var request = stream.Headers.GetValueOrDefault("requestID", "");
                    if (!halves.TryRemove(request, out var first))
                    {
                        halves[request] = stream;
                        return;
                    }
                    var (data, error) = stream.Headers.GetValueOrDefault("streamType") == "data" ? (stream, first) : (first, stream);
                    var work = JoinAsync(pod, data, error, cancellationToken);
                    joined[work] = true;
                    work.ContinueWith(done => joined.TryRemove(done, out _), TaskScheduler.Default);
                },
                cancellationToken);
        }
        catch (Exception e) when (e is IOException or WebSocketException or OperationCanceledException)
        {
            // kubectl ends by closing the connection
        }
        catch (InvalidDataException e)
        {
            log.LogWarning("port-forward: {Problem}", e.Message);
        }
        await Task.WhenAll(joined.Keys);
    }

    // never throws: an error is the client's to read, or the client has gone
    private async Task JoinAsync(JsonObject pod, SpdyStream data, SpdyStream error, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(data.Abandoned, cancellationToken);
        try
        {
            var problem = await TransferAsync(pod, data, stop.Token);
            if (problem is not null) await error.SendAsync(Encoding.UTF8.GetBytes(problem));
            await data.EndAsync();
            await error.EndAsync();
        }
        catch (Exception e) when (e is IOException or WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            log.LogDebug("port-forward: a connection was given up: {Problem}", e.Message);
        }
        await data.Input.DisposeAsync();
        await error.Input.DisposeAsync();
    }

    // what went wrong, null where nothing did
    private async Task<string?> TransferAsync(JsonObject pod, SpdyStream data, CancellationToken cancellationToken)
    {
        if (!int.TryParse(data.Headers.GetValueOrDefault("port"), CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            return $"unable to parse \"{data.Headers.GetValueOrDefault("port")}\" as a port";
        }
        try
        {
            using var socket = await access.ConnectAsync(pod, port, cancellationToken);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await using NetworkStream connection = new(socket);
            var outward = SendAsync(data.Input, connection, stop.Token);
            var buffer = new byte[32 << 10];
            int read;
            while ((read = await connection.ReadAsync(buffer, cancellationToken)) > 0) await data.SendAsync(buffer.AsMemory(0, read));
            await stop.CancelAsync();
            await outward;
            return null;
        }
        catch (StatusException refusal)
        {
            return refusal.Message;
        }
        catch (SocketException failure)
        {
            return $"failed to connect to port {port} of pod {pod.Text("metadata", "name")}: {failure.Message}";
        }
    }

    // the pod sees the end of what the client sends, and may go on answering
    private static async Task SendAsync(Stream input, NetworkStream connection, CancellationToken cancellationToken)
    {
        try
        {
            await input.CopyToAsync(connection, cancellationToken);
            connection.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // the pod takes nothing more, which its own half of the connection shows
        }
    }
}

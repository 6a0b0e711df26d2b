using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SiteBuilder.Waf.Tests;

/// <summary>What stands behind the hop: answers everything with 200 and keeps what it was sent, as it was sent.</summary>
public sealed class ServiceBehind : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Any, 0);
#pragma warning disable CA2213 // a test may stop it early; it has no timer that would stay behind
    private readonly CancellationTokenSource _stop = new();
#pragma warning restore CA2213
    private readonly Task _serving;

    public ServiceBehind()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Further headers of its answers, each with its line end.</summary>
    public string Headers { get; set; } = "";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The head of every request and the length of its body.</summary>
    public ConcurrentQueue<(string Head, int Length)> Received { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
    }

    private async Task AnswerAsync(TcpClient caller)
    {
        using var client = caller;
        var (stream, bytes, buffer, end) = (client.GetStream(), new List<byte>(), new byte[65536], -1);
        while (end < 0 && await stream.ReadAsync(buffer) is > 0 and var read)
        {
            bytes.AddRange(buffer.AsSpan(0, read));
            end = Encoding.Latin1.GetString([.. bytes]).IndexOf("\r\n\r\n", StringComparison.Ordinal);
        }

        if (end < 0)
        {
            return;
        }

        var head = Encoding.UTF8.GetString([.. bytes[..end]]);
        var (length, expected) = (bytes.Count - end - 4, Length(head));
        while (length < expected && await stream.ReadAsync(buffer) is > 0 and var more)
        {
            length += more;
        }

        Received.Enqueue((head, length));
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{Headers}Connection: close\r\n\r\n"));
    }

    private static int Length(string head) =>
        head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase)) is { } line ? int.Parse(line[16..], System.Globalization.CultureInfo.InvariantCulture) : 0;
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>
/// A client of HTTP/1.1 that forgives nothing: it keeps its connection until the server says that an answer is the last one, sends targets as
/// they are, never asks twice, and a connection that ends anywhere else is an error.
/// </summary>
internal sealed class StrictClient(Func<int> port, string host) : IDisposable
{
    private TcpClient? _connection;
    private byte[] _rest = [];

    /// <summary>How many connections it has made.</summary>
    public int Connections { get; private set; }

    public async Task<StrictAnswer> SendAsync(string method, string target, string? body = null, params (string Name, string Value)[] headers)
    {
        var stream = await ConnectAsync();
        var content = Encoding.UTF8.GetBytes(body ?? "");
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: {host}\r\n");
        if (body is not null || method is not "GET")
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {content.Length}\r\n");
        }

        foreach (var (name, value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"{head}\r\n"), .. content]);
        var answer = await ReadAsync(stream);
        if (answer.IsLast)
        {
            Close();
        }

        return answer;
    }

    /// <summary>Waits until the server closes the kept connection, which must come in good order and without another byte.</summary>
    public async Task UntilClosedAsync()
    {
        _rest.ShouldBeEmpty();
        (await _connection!.GetStream().ReadAsync(new byte[1])).ShouldBe(0);
    }

    public void Dispose() => Close();

    private async Task<NetworkStream> ConnectAsync()
    {
        if (_connection is null)
        {
            _connection = new TcpClient { NoDelay = true };
            await _connection.ConnectAsync(IPAddress.Loopback, port());
            Connections++;
        }

        return _connection.GetStream();
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
        _rest = [];
    }

    private async Task<StrictAnswer> ReadAsync(NetworkStream stream)
    {
        var lines = new List<string>();
        while (await LineAsync(stream) is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        var body = headers.GetValueOrDefault("Transfer-Encoding") == "chunked"
            ? await ChunksAsync(stream)
            : await BytesAsync(stream, int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture));
        return new StrictAnswer(status, headers, Encoding.UTF8.GetString(body));
    }

    private async Task<byte[]> ChunksAsync(NetworkStream stream)
    {
        List<byte> all = [];
        while (true)
        {
            var size = int.Parse(await LineAsync(stream), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            all.AddRange(await BytesAsync(stream, size));
            await LineAsync(stream);
            if (size == 0)
            {
                return [.. all];
            }
        }
    }

    private async Task<string> LineAsync(NetworkStream stream)
    {
        int end;
        while ((end = _rest.AsSpan().IndexOf("\r\n"u8)) < 0)
        {
            await MoreAsync(stream);
        }

        var line = Encoding.ASCII.GetString(_rest, 0, end);
        _rest = _rest[(end + 2)..];
        return line;
    }

    private async Task<byte[]> BytesAsync(NetworkStream stream, int count)
    {
        while (_rest.Length < count)
        {
            await MoreAsync(stream);
        }

        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    private async Task MoreAsync(NetworkStream stream)
    {
        var buffer = new byte[16 * 1024];
        var count = await stream.ReadAsync(buffer);
        _rest = count > 0 ? [.. _rest, .. buffer.AsSpan(0, count)] : throw new EndOfStreamException($"the connection ended after {_rest.Length} bytes of an answer");
    }
}

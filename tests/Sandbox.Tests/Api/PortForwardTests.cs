using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using SiteBuilder.Sandbox.Http.PortForward;

namespace SiteBuilder.Sandbox.Tests.Api;

/// <summary>The protocol of kubectl port-forward, spoken frame by frame.</summary>
public sealed class PortForwardTests : IAsyncLifetime
{
    private const string Path = "/api/v1/namespaces/default/pods/web/portforward";
    private ApiServer _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiServer.StartAsync();
        await _api.PostAsync("/api/v1/namespaces/default/pods", """{"metadata":{"name":"web"},"spec":{"nodeName":"n","containers":[{"name":"c","image":"nginx:1"}]}}""");
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Data_goes_to_the_port_and_comes_back_until_both_sides_have_ended()
    {
        using TcpListener echo = new(IPAddress.Loopback, 0);
        echo.Start();
        var echoing = EchoOnceAsync(echo);
        using SpdyClient client = await SpdyClient.ConnectAsync(_api.Url, Path);
        var port = ((IPEndPoint)echo.LocalEndpoint).Port;
        await client.BeginAsync(1, "error", port, "0");
        await client.BeginAsync(3, "data", port, "0");
        await client.SendAsync(3, "hello", isLast: false);
        await client.PingAsync(7);
        await client.SendAsync(3, " and goodbye", isLast: false);
        await client.SendAsync(3, "", isLast: true);
        var said = await client.ReadUntilEndAsync(streams: 2);
        said[3].ShouldBe("hello and goodbye");
        said[1].ShouldBe("");
        client.Pings.ShouldBe([7u]);
        await echoing;
    }

    [Fact]
    public async Task A_closed_port_is_said_on_the_error_stream()
    {
        using TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using SpdyClient client = await SpdyClient.ConnectAsync(_api.Url, Path);
        await client.BeginAsync(1, "error", port, "0");
        await client.BeginAsync(3, "data", port, "0");
        var said = await client.ReadUntilEndAsync(streams: 2);
        said[1].ShouldBe($"failed to connect to port {port} of pod web: Connection refused");
    }

    [Fact]
    public async Task Headers_are_read_as_kubectl_compresses_them()
    {
        using SpdyHeaders headers = new();
        var first = await headers.ReadAsync(Convert.FromHexString(
            "78F9E3C6A7C202253A703A2B294A4DCC851625ACA9A0808614CB45E01C606160" + "61C0C0C0C0590489C64C50F2663400000000FFFF"));
        first.ShouldBe(new Dictionary<string, string> { ["streamtype"] = "error", ["port"] = "8080", ["requestid"] = "0" }, ignoreOrder: true);
        var second = await headers.ReadAsync(Convert.FromHexString("C2AA19540E2512D60B000000FFFF"));
        second.ShouldBe(new Dictionary<string, string> { ["streamtype"] = "data", ["port"] = "8080", ["requestid"] = "0" }, ignoreOrder: true);
    }

    [Fact]
    public async Task Other_protocols_are_refused_by_name()
    {
        var (code, body) = await _api.GetAsync(Path);
        code.ShouldBe(HttpStatusCode.NotImplemented);
        body["message"]!.GetValue<string>().ShouldContain("portforward.k8s.io");
    }

    private static async Task EchoOnceAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        await stream.CopyToAsync(stream);
    }

    /// <summary>As much of a SPDY client as the tests need.</summary>
    private sealed class SpdyClient(TcpClient connection, WebSocketStream wire) : IDisposable
    {
        private bool _hasBegun;

        public List<uint> Pings { get; } = [];

        public static async Task<SpdyClient> ConnectAsync(string url, string path)
        {
            // .NET's own client refuses the slash in the protocol's name
            Uri address = new(url);
            TcpClient connection = new();
            await connection.ConnectAsync(address.Host, address.Port);
            var stream = connection.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io\r\n\r\n"));
            StringBuilder answer = new();
            var one = new byte[1];
            while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(one);
                answer.Append((char)one[0]);
            }
            // the example of RFC 6455, 1.3
            answer.ToString().ShouldContain("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            answer.ToString().ShouldContain("Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io");
            WebSocket socket = WebSocket.CreateFromStream(stream, isServer: false, null, TimeSpan.FromSeconds(30));
            return new SpdyClient(connection, WebSocketStream.Create(socket, WebSocketMessageType.Binary));
        }

        public async Task BeginAsync(uint stream, string type, int port, string request)
        {
            using MemoryStream headers = new();
            (string Name, string Value)[] all = [("streamtype", type), ("port", $"{port}"), ("requestid", request)];
            headers.Write(Number((uint)all.Length));
            foreach (var (name, value) in all)
            {
                foreach (var text in (string[])[name, value])
                {
                    headers.Write(Number((uint)text.Length));
                    headers.Write(Encoding.ASCII.GetBytes(text));
                }
            }
            var length = (ushort)headers.Length;
            // zlib with the protocol's dictionary (its Adler-32), then a stored block
            byte[] start = _hasBegun ? [] : [0x78, 0xbb, 0xe3, 0xc6, 0xa7, 0xc2];
            _hasBegun = true;
            byte[] block = [.. start, 0, (byte)length, (byte)(length >> 8), (byte)~length, (byte)(~length >> 8), .. headers.ToArray()];
            await FrameAsync(0x8003_0001, 0, [.. Number(stream), .. Number(0), 0, 0, .. block]);
        }

        public Task SendAsync(uint stream, string data, bool isLast) => FrameAsync(stream, isLast ? (byte)1 : (byte)0, Encoding.ASCII.GetBytes(data));

        public Task PingAsync(uint id) => FrameAsync(0x8003_0006, 0, Number(id));

        /// <summary>What each stream said, when so many have ended.</summary>
        public async Task<Dictionary<uint, string>> ReadUntilEndAsync(int streams)
        {
            Dictionary<uint, string> said = [];
            var head = new byte[8];
            while (streams > 0)
            {
                await wire.ReadExactlyAsync(head, TestContext.Current.CancellationToken);
                var first = BinaryPrimitives.ReadUInt32BigEndian(head);
                var second = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4));
                var payload = new byte[second & 0xff_ffff];
                await wire.ReadExactlyAsync(payload, TestContext.Current.CancellationToken);
                if (first == 0x8003_0006) Pings.Add(BinaryPrimitives.ReadUInt32BigEndian(payload));
                if ((first & 0x8000_0000) != 0) continue;
                said[first] = said.GetValueOrDefault(first, "") + Encoding.ASCII.GetString(payload);
                if (second >> 24 == 1) streams--;
            }
            return said;
        }

        public void Dispose()
        {
            wire.Dispose();
            connection.Dispose();
        }

        private static byte[] Number(uint number)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
            return bytes;
        }

        private async Task FrameAsync(uint first, byte flags, byte[] payload)
        {
            await wire.WriteAsync((byte[])[.. Number(first), .. Number((uint)flags << 24 | (uint)payload.Length)], TestContext.Current.CancellationToken);
            // as kubectl does, in a message of its own even where it is empty
            await wire.WriteAsync(payload, TestContext.Current.CancellationToken);
        }
    }
}

using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>The channels of <c>v5.channel.k8s.io</c> over one websocket: every message begins with the number of its channel.</summary>
internal sealed class ExecChannels(WebSocket socket, bool withInput, CancellationToken aborted) : IAsyncDisposable
{
    private const byte Input = 0;
    private const byte Output = 1;
    private const byte Error = 2;
    private const byte Result = 3;
    private const byte Close = 255;

    /// <summary>How long the client may take to close its side.</summary>
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly Pipe _input = new();

    /// <summary>Runs a command between the channels and sends its outcome as the last message.</summary>
    public async Task RunAsync(Func<Stream?, Stream, Stream, CancellationToken, Task<int>> command)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var receiving = ReceiveAsync(stop);
        JsonObject outcome;
        try
        {
            await using var output = new ChannelStream(this, Output);
            await using var error = new ChannelStream(this, Error);
            var code = await command(withInput ? _input.Reader.AsStream() : null, output, error, stop.Token);
            outcome = Outcome(code);
        }
        catch (StatusException refusal)
        {
            outcome = Answer.Status(refusal);
        }
        if (socket.State is WebSocketState.Open)
        {
            await SendAsync(Result, JsonText.Utf8(outcome), CancellationToken.None);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        }
        await Task.WhenAny(receiving, Task.Delay(FarewellTime, aborted));
        await stop.CancelAsync();
        await receiving;
    }

    public ValueTask DisposeAsync()
    {
        _sending.Dispose();
        return ValueTask.CompletedTask;
    }

    private static JsonObject Outcome(int code) => code == 0
        ? new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Success" }
        : new JsonObject
        {
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = $"command terminated with non-zero exit code: exit status {code}",
            ["reason"] = "NonZeroExitCode",
            ["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = $"{code}" }) },
        };

    private async Task ReceiveAsync(CancellationTokenSource stop)
    {
        var buffer = new byte[32 << 10];
        try
        {
            byte channel = Input;
            var first = true;
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                var message = await socket.ReceiveAsync(buffer.AsMemory(), stop.Token);
                if (message.MessageType == WebSocketMessageType.Close) break;
                var start = 0;
                if (first && message.Count > 0)
                {
                    channel = buffer[0];
                    start = 1;
                }
                first = message.EndOfMessage;
                if (channel == Input && message.Count > start) await _input.Writer.WriteAsync(buffer.AsMemory(start, message.Count - start), stop.Token);
                if (channel == Close && message.Count > 1 && buffer[1] == Input) await _input.Writer.CompleteAsync();
            }
            await stop.CancelAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            if (!stop.IsCancellationRequested) await stop.CancelAsync();
        }
        await _input.Writer.CompleteAsync();
    }

    private async Task SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var message = new byte[data.Length + 1];
        message[0] = channel;
        data.CopyTo(message.AsMemory(1));
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>What is written goes out on one channel.</summary>
    private sealed class ChannelStream(ExecChannels channels, byte channel) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.Length > 0) await channels.SendAsync(channel, buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

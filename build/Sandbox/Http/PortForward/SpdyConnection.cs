using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace SiteBuilder.Sandbox.Http.PortForward;

/// <summary>
/// The server's side of a SPDY/3.1 connection: many streams, all begun by the client, over one. Flow control is not used, as kubectl does not use it.
/// </summary>
/// <remarks>Source: SPDY Protocol, Draft 3.1, 2.2 Framing.</remarks>
internal sealed class SpdyConnection(Stream wire) : IDisposable
{
    private const int HeadLength = 8;
    private const int Version = 3;
    private const byte Fin = 1;
    private const uint ControlBit = 0x8000_0000;
    private const uint StreamMask = 0x7fff_ffff;
    private const int LongestFrame = 16 << 20;

    private readonly SpdyHeaders _headers = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<uint, SpdyStream> _streams = [];

    private enum Frame
    {
        SynStream = 1,
        SynReply = 2,
        RstStream = 3,
        Ping = 6,
        GoAway = 7,
    }

    /// <summary>Reads until the client ends the connection. Each stream it begins is accepted and given to <paramref name="begun"/>.</summary>
    /// <exception cref="InvalidDataException">What comes is not SPDY.</exception>
    public async Task RunAsync(Action<SpdyStream> begun, CancellationToken cancellationToken)
    {
        try
        {
            var head = new byte[HeadLength];
            while (await wire.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, cancellationToken) == HeadLength)
            {
                var first = BinaryPrimitives.ReadUInt32BigEndian(head);
                var second = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4));
                var length = (int)(second & 0xff_ffff);
                if (length > LongestFrame) throw new InvalidDataException($"a SPDY frame of {length} bytes");
                var payload = new byte[length];
                await wire.ReadExactlyAsync(payload, cancellationToken);
                var isLast = (second >> 24 & Fin) != 0;
                if ((first & ControlBit) == 0) await DataAsync(first, payload, isLast, cancellationToken);
                else if ((first >> 16 & 0x7fff) != Version) throw new InvalidDataException($"SPDY frame of version {first >> 16 & 0x7fff}, expected {Version}");
                else if (!await ControlAsync((Frame)(first & 0xffff), payload, isLast, begun, cancellationToken)) break;
            }
        }
        finally
        {
            foreach (var stream in _streams.Values) stream.Abandon();
        }
    }

    public Task SendDataAsync(uint stream, ReadOnlyMemory<byte> data, bool isLast, CancellationToken cancellationToken) =>
        SendAsync(stream, isLast ? Fin : (byte)0, data, cancellationToken);

    /// <summary>The stream has ended on both sides.</summary>
    internal void Forget(uint stream) => _streams.TryRemove(stream, out _);

    public void Dispose()
    {
        _headers.Dispose();
        _sending.Dispose();
    }

    private async Task DataAsync(uint id, byte[] data, bool isLast, CancellationToken cancellationToken)
    {
        // data of a stream that was reset in the meantime is nobody's
        if (!_streams.TryGetValue(id, out var stream)) return;
        await stream.ReceiveAsync(data, cancellationToken);
        if (isLast) stream.ClientEnded();
    }

    // false where the client takes its leave
    private async Task<bool> ControlAsync(Frame type, byte[] payload, bool isLast, Action<SpdyStream> begun, CancellationToken cancellationToken)
    {
        switch (type)
        {
            case Frame.SynStream:
                const int synHead = 10;
                if (payload.Length < synHead) throw new InvalidDataException("a SYN_STREAM frame of SPDY is cut off");
                var id = Id(payload);
                SpdyStream stream = new(this, id, await _headers.ReadAsync(payload.AsMemory(synHead)));
                _streams[id] = stream;
                if (isLast) stream.ClientEnded();
                await SendControlAsync(Frame.SynReply, [.. payload.AsSpan(0, 4), .. _headers.WriteEmpty()], cancellationToken);
                begun(stream);
                return true;
            case Frame.RstStream:
                if (_streams.TryRemove(Id(payload), out var reset)) reset.Abandon();
                return true;
            case Frame.Ping:
                await SendControlAsync(Frame.Ping, payload, cancellationToken);
                return true;
            case Frame.GoAway:
                return false;
            default:
                return true;
        }
    }

    private static uint Id(byte[] payload) =>
        payload.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(payload) & StreamMask : throw new InvalidDataException("a SPDY frame without the number of its stream");

    private Task SendControlAsync(Frame type, byte[] payload, CancellationToken cancellationToken) =>
        SendAsync(ControlBit | Version << 16 | (uint)type, 0, payload, cancellationToken);

    private async Task SendAsync(uint first, byte flags, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var frame = new byte[HeadLength + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, first);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)flags << 24 | (uint)payload.Length);
        payload.CopyTo(frame.AsMemory(HeadLength));
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await wire.WriteAsync(frame, cancellationToken);
            await wire.FlushAsync(cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }
}

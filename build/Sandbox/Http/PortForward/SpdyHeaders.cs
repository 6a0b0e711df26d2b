using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SiteBuilder.Sandbox.Http.PortForward;

/// <summary>
/// Header blocks of SPDY/3.1. All blocks that the client sends are one deflate stream with a dictionary that the protocol gives.
/// What is sent is deflate's stored form: there is next to nothing to compress.
/// </summary>
/// <remarks>Source: SPDY Protocol, Draft 3.1, 2.6.10.1 Compression.</remarks>
internal sealed class SpdyHeaders : IDisposable
{
    private const int ZlibPreamble = 6;
    private const int MostHeaders = 100;
    private const int LongestText = 64 << 10;

    private static readonly string[] DictionaryWords =
    [
        "options", "head", "post", "put", "delete", "trace", "accept", "accept-charset", "accept-encoding", "accept-language", "accept-ranges", "age", "allow",
        "authorization", "cache-control", "connection", "content-base", "content-encoding", "content-language", "content-length", "content-location",
        "content-md5", "content-range", "content-type", "date", "etag", "expect", "expires", "from", "host", "if-match", "if-modified-since", "if-none-match",
        "if-range", "if-unmodified-since", "last-modified", "location", "max-forwards", "pragma", "proxy-authenticate", "proxy-authorization", "range", "referer",
        "retry-after", "server", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "vary", "via", "warning", "www-authenticate", "method", "get",
        "status", "200 OK", "version", "HTTP/1.1", "url", "public", "set-cookie", "keep-alive", "origin",
    ];

    private const string DictionaryTail =
        "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505" +
        "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found" +
        "500 Internal Server Error501 Not Implemented503 Service Unavailable" +
        "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT" +
        "chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,public" +
        "privatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

    private readonly Feed _received = new();
    private readonly DeflateStream _inflated;
    private bool _hasReceived;
    private bool _hasSent;

    public SpdyHeaders() => _inflated = new DeflateStream(_received, CompressionMode.Decompress);

    /// <summary>The headers of a block, named in lower case.</summary>
    /// <exception cref="InvalidDataException">The block is not one.</exception>
    public async Task<Dictionary<string, string>> ReadAsync(ReadOnlyMemory<byte> block)
    {
        if (!_hasReceived)
        {
            // a deflate stream that has a dictionary is one that has already said it
            if (block.Length < ZlibPreamble) throw new InvalidDataException("a header block of SPDY begins with a zlib header and the dictionary's checksum");
            var dictionary = Dictionary();
            _received.Add(Stored(dictionary));
            _received.Add(block[ZlibPreamble..]);
            await _inflated.ReadExactlyAsync(new byte[dictionary.Length]);
            _hasReceived = true;
        }
        else
        {
            _received.Add(block);
        }
        var count = await NumberAsync(MostHeaders);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < count; i++)
        {
            var name = await TextAsync();
            headers[name] = await TextAsync();
        }
        return headers;
    }

    /// <summary>A block without headers.</summary>
    public byte[] WriteEmpty()
    {
        // an empty block at the end is deflate's flush: some readers give nothing on before it
        byte[] block = [.. Stored(new byte[sizeof(uint)]), .. Stored([])];
        if (_hasSent) return block;
        _hasSent = true;
        return [0x78, 0x01, .. block];
    }

    public void Dispose() => _inflated.Dispose();

    private static byte[] Dictionary()
    {
        using MemoryStream dictionary = new();
        foreach (var word in DictionaryWords)
        {
            dictionary.Write([0, 0, 0, (byte)word.Length]);
            dictionary.Write(Encoding.ASCII.GetBytes(word));
        }
        dictionary.Write(Encoding.ASCII.GetBytes(DictionaryTail));
        return dictionary.ToArray();
    }

    // deflate, RFC 1951, 3.2.4: a block that is not compressed and not the last
    private static byte[] Stored(byte[] data)
    {
        var block = new byte[5 + data.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(1), (ushort)data.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(3), (ushort)~data.Length);
        data.CopyTo(block, 5);
        return block;
    }

    private async Task<string> TextAsync()
    {
        var text = new byte[await NumberAsync(LongestText)];
        await _inflated.ReadExactlyAsync(text);
        return Encoding.UTF8.GetString(text);
    }

    private async Task<int> NumberAsync(int most)
    {
        var bytes = new byte[sizeof(uint)];
        await _inflated.ReadExactlyAsync(bytes);
        var number = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return number <= most ? (int)number : throw new InvalidDataException($"a header block of SPDY says {number} where at most {most} is allowed");
    }

    /// <summary>Gives on what was added and ends, for now, where nothing more is there.</summary>
    private sealed class Feed : MemoryStream
    {
        public void Add(ReadOnlyMemory<byte> data)
        {
            var position = Position;
            if (position == Length) SetLength(position = 0);
            Position = Length;
            Write(data.Span);
            Position = position;
        }
    }
}

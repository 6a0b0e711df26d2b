using System.Buffers.Binary;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>Steps through the fields of one message of Protocol Buffers.</summary>
internal ref struct BinaryFields(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    public int Number { get; private set; }

    /// <summary>The value is text, bytes or a message; otherwise a number.</summary>
    public bool IsBytes { get; private set; }

    public ulong Varint { get; private set; }

    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <exception cref="DecodeException">The message is cut off or has a field of a type that is not known.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        var tag = ReadVarint();
        Number = (int)(tag >> 3);
        IsBytes = false;
        switch (tag & 7)
        {
            case 0:
                Varint = ReadVarint();
                break;
            case 1:
                Bytes = Take(8);
                Varint = BinaryPrimitives.ReadUInt64LittleEndian(Bytes);
                break;
            case 2:
                IsBytes = true;
                Bytes = Take(ReadVarint());
                break;
            case 5:
                Bytes = Take(4);
                Varint = BinaryPrimitives.ReadUInt32LittleEndian(Bytes);
                break;
            default:
                throw new DecodeException("proto: illegal wireType");
        }
        return true;
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw new DecodeException("proto: integer overflow");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length) throw new DecodeException("unexpected EOF");
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace SiteBuilder.Sandbox.Network;

/// <summary>A DNS question and the writing of an answer to it (RFC 1035), as much as the cluster's names need.</summary>
internal sealed class DnsMessage
{
    public const ushort A = 1;
    public const ushort Cname = 5;
    public const ushort Soa = 6;
    public const ushort Srv = 33;
    public const byte NameError = 3;
    public const byte ServerFailure = 2;

    private const uint Seconds = 5;

    private readonly byte[] _query;
    private readonly int _questionEnd;
    private readonly List<byte[]> _answers = [];
    private readonly List<byte[]> _authority = [];

    private DnsMessage(byte[] query, string name, ushort type, int questionEnd) => (_query, Name, Type, _questionEnd) = (query, name, type, questionEnd);

    /// <summary>Lower case, without the last dot.</summary>
    public string Name { get; }

    public ushort Type { get; }

    public byte Code { get; set; }

    /// <summary>Null for what is not a single question.</summary>
    public static DnsMessage? Parse(byte[] query)
    {
        if (query.Length < 17 || (query[2] & 0x80) != 0 || BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(4)) != 1)
        {
            return null;
        }

        StringBuilder name = new();
        int at = 12;
        while (at < query.Length && query[at] != 0)
        {
            int length = query[at];
            if (length > 63 || at + 1 + length >= query.Length)
            {
                return null;
            }

            name.Append(name.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(query, at + 1, length));
            at += length + 1;
        }

        return at + 5 <= query.Length
            ? new DnsMessage(query, name.ToString().ToLowerInvariant(), BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(at + 1)), at + 5)
            : null;
    }

    public void AddAddress(string name, IPAddress address) => _answers.Add(Record(name, A, address.GetAddressBytes()));

    public void AddAlias(string name, string target) => _answers.Add(Record(name, Cname, Encode(target)));

    public void AddService(string name, int port, string target)
    {
        byte[] host = Encode(target);
        byte[] data = new byte[6 + host.Length];
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2), 100);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(4), (ushort)port);
        host.CopyTo(data, 6);
        _answers.Add(Record(name, Srv, data));
    }

    /// <summary>Says who answers for the zone, so that resolvers may remember for a moment that there is no such name.</summary>
    public void AddAuthority(string zone)
    {
        byte[] names = [.. Encode($"ns.dns.{zone}"), .. Encode($"hostmaster.{zone}")];
        byte[] data = new byte[names.Length + 20];
        names.CopyTo(data, 0);
        foreach ((int place, uint value) in (ReadOnlySpan<(int, uint)>)[(0, 1), (4, 7200), (8, 1800), (12, 86400), (16, Seconds)])
        {
            BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(names.Length + place), value);
        }

        _authority.Add(Record(zone, Soa, data));
    }

    /// <summary>The answer; cut down to its head with the truncation flag where it is longer than <paramref name="limit"/> bytes.</summary>
    public byte[] ToAnswer(int limit)
    {
        byte[] head = _query[.._questionEnd];
        head[2] = (byte)(0x84 | (head[2] & 0x01));
        head[3] = (byte)(0x80 | Code);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(6), (ushort)_answers.Count);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(8), (ushort)_authority.Count);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(10), 0);
        byte[] answer = [.. head, .. _answers.SelectMany(record => record), .. _authority.SelectMany(record => record)];
        if (answer.Length <= limit)
        {
            return answer;
        }

        head[2] |= 0x02;
        head.AsSpan(6, 4).Clear();
        return head;
    }

    private static byte[] Record(string name, ushort type, byte[] data)
    {
        byte[] owner = Encode(name);
        byte[] record = new byte[owner.Length + 10 + data.Length];
        owner.CopyTo(record, 0);
        Span<byte> rest = record.AsSpan(owner.Length);
        BinaryPrimitives.WriteUInt16BigEndian(rest, type);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(rest[4..], Seconds);
        BinaryPrimitives.WriteUInt16BigEndian(rest[8..], (ushort)data.Length);
        data.CopyTo(rest[10..]);
        return record;
    }

    private static byte[] Encode(string name) =>
        [.. name.TrimEnd('.').Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];
}

using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>Gives Services their addresses and node ports.</summary>
internal sealed class ServiceAddresses
{
    private const int FirstNodePort = 30000;
    private const int LastNodePort = 32767;

    private readonly Lock _lock = new();
    private readonly IPNetwork _range;
    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);
    private readonly HashSet<long> _ports = [];

    public ServiceAddresses(string cidr, ClusterState state)
    {
        _range = IPNetwork.Parse(cidr);
        foreach (var service in state.List(new ObjectKind("", "Service")))
        {
            if (service.Text("spec", "clusterIP") is { } address) _addresses.Add(address);
            foreach (var port in Ports(service)) _ports.Add(port);
        }
    }

    /// <summary>The API server's own address: the first of the range.</summary>
    public string First => Nth(1);

    /// <summary>Takes an address: the one that is asked for, or any that is free. The second value says why not.</summary>
    public (string? Address, string? Problem) Take(string? asked)
    {
        lock (_lock)
        {
            if (!string.IsNullOrEmpty(asked))
            {
                if (!IPAddress.TryParse(asked, out var address) || !_range.Contains(address))
                {
                    return (null, $"failed to allocate IP {asked}: the provided network does not match the current range");
                }
                return _addresses.Add(asked) ? (asked, null) : (null, $"failed to allocate IP {asked}: provided IP is already allocated");
            }
            var size = 1L << (32 - _range.PrefixLength);
            for (var i = 0; i < 4 * size; i++)
            {
                var address = Nth(RandomNumberGenerator.GetInt32(2, (int)Math.Min(size - 1, int.MaxValue)));
                if (_addresses.Add(address)) return (address, null);
            }
            return (null, "failed to allocate a serviceIP: range is full");
        }
    }

    /// <summary>Takes a node port: the one asked for, or a free one; null where it is taken. A trial does not look at the range, as on a real server.</summary>
    public long? TakePort(long? asked, bool dryRun = false)
    {
        lock (_lock)
        {
            if (asked is not (null or 0) and (< FirstNodePort or > LastNodePort)) return dryRun ? asked : null;
            if (asked is > 0) return _ports.Add(asked.Value) ? asked : null;
            for (var i = 0; i < 20_000; i++)
            {
                long port = RandomNumberGenerator.GetInt32(FirstNodePort, LastNodePort + 1);
                if (_ports.Add(port)) return port;
            }
            return null;
        }
    }

    public void Release(JsonObject obj)
    {
        if (obj.Text("kind") != "Service") return;
        lock (_lock)
        {
            if (obj.Text("spec", "clusterIP") is { } address) _addresses.Remove(address);
            foreach (var port in Ports(obj)) _ports.Remove(port);
        }
    }

    private static IEnumerable<long> Ports(JsonObject service) => service["spec"].Objects("ports").Select(p => p.Number("nodePort")).Append(service.Number("spec", "healthCheckNodePort")).OfType<long>();

    private string Nth(int n)
    {
        var bytes = _range.BaseAddress.GetAddressBytes();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) + (uint)n);
        return new IPAddress(bytes).ToString();
    }
}

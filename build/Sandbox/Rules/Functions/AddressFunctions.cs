using System.Net;
using SiteBuilder.Sandbox.Rules.Language;
using SiteBuilder.Sandbox.Validation;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>IP addresses and ranges of them.</summary>
internal static class AddressFunctions
{
    public static IEnumerable<Function> All =>
    [
        Function.Of("ip(string) net.IP", a => Address((string)a[0]!)),
        Function.Of("isIP(string) bool", a => Reads(() => Address((string)a[0]!))),
        Function.Of("ip.isCanonical(string) bool", a => Address((string)a[0]!).ToString() == (string)a[0]!),
        Function.Of("net.IP:family() int", a => AddressRules.IsSix((IPAddress)a[0]!) ? 6L : 4L),
        Function.Of("net.IP:isUnspecified() bool", a => a[0]!.Equals(IPAddress.Any) || a[0]!.Equals(IPAddress.IPv6Any)),
        Function.Of("net.IP:isLoopback() bool", a => IPAddress.IsLoopback((IPAddress)a[0]!)),
        Function.Of("net.IP:isLinkLocalMulticast() bool", a => IsLinkLocalMulticast((IPAddress)a[0]!)),
        Function.Of("net.IP:isLinkLocalUnicast() bool", a => IsLinkLocalUnicast((IPAddress)a[0]!)),
        Function.Of("net.IP:isGlobalUnicast() bool", a => IsGlobalUnicast((IPAddress)a[0]!)),
        Function.Of("string(net.IP) string", a => a[0]!.ToString()),
        Function.Of("cidr(string) net.CIDR", a => Range((string)a[0]!)),
        Function.Of("isCIDR(string) bool", a => Reads(() => Range((string)a[0]!))),
        Function.Of("net.CIDR:containsIP(string) bool", a => ((CidrValue)a[0]!).Contains(Address((string)a[1]!))),
        Function.Of("net.CIDR:containsIP(net.IP) bool", a => ((CidrValue)a[0]!).Contains((IPAddress)a[1]!)),
        Function.Of("net.CIDR:containsCIDR(string) bool", a => Within((CidrValue)a[0]!, Range((string)a[1]!))),
        Function.Of("net.CIDR:containsCIDR(net.CIDR) bool", a => Within((CidrValue)a[0]!, (CidrValue)a[1]!)),
        Function.Of("net.CIDR:ip() net.IP", a => ((CidrValue)a[0]!).Address),
        Function.Of("net.CIDR:prefixLength() int", a => (long)((CidrValue)a[0]!).Bits),
        Function.Of("net.CIDR:masked() net.CIDR", a => (CidrValue)a[0]! is var range ? range with { Address = AddressRules.Masked(range.Address, range.Bits) } : null),
        Function.Of("string(net.CIDR) string", a => a[0]!.ToString()),
    ];

    private static bool Within(CidrValue outer, CidrValue inner) => inner.Bits >= outer.Bits && outer.Contains(inner.Address);

    private static bool Reads(Func<object> read)
    {
        try
        {
            read();
            return true;
        }
        catch (EvaluationException)
        {
            return false;
        }
    }

    private static IPAddress Address(string text)
    {
        if (text.Contains('%', StringComparison.Ordinal)) throw new EvaluationException($"IP address \"{text}\" with zone value is not allowed");
        List<Objects.Cause> causes = [];
        if (AddressRules.Parse(text) is { IsIPv4MappedToIPv6: true }) throw new EvaluationException($"IPv4-mapped IPv6 address \"{text}\" is not allowed");
        return AddressRules.Address(text, "", causes) ? AddressRules.Parse(text)!
            : throw new EvaluationException($"IP Address \"{text}\" parse error during conversion from string: ParseAddr(\"{text}\"): unable to parse IP");
    }

    private static CidrValue Range(string text)
    {
        if (AddressRules.ParseRange(text) is not var (address, bits)) throw new EvaluationException($"network address parse error during conversion from string: netip.ParsePrefix(\"{text}\"): no '/'");
        if (address.IsIPv4MappedToIPv6) throw new EvaluationException($"IPv4-mapped IPv6 address \"{text}\" is not allowed");
        return new CidrValue(address, bits);
    }

    private static bool IsLinkLocalMulticast(IPAddress address) => address.GetAddressBytes() is [224, 0, 0, _] || (AddressRules.IsSix(address) && address.GetAddressBytes() is [0xFF, var scope, ..] && (scope & 0xF) == 2);

    private static bool IsLinkLocalUnicast(IPAddress address) => address.IsIPv6LinkLocal || address.GetAddressBytes() is [169, 254, _, _];

    private static bool IsGlobalUnicast(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        var isMulticast = bytes.Length == 4 ? bytes[0] is >= 224 and <= 239 : bytes[0] == 0xFF;
        return !isMulticast && !address.Equals(IPAddress.Broadcast) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !IPAddress.IsLoopback(address) && !IsLinkLocalUnicast(address);
    }
}

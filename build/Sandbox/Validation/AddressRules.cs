using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>IP addresses and ranges of them.</summary>
internal static partial class AddressRules
{
    public static bool Address(string? text, string path, List<Cause> causes)
    {
        text ??= "";
        if (Parse(text) is not { } address) causes.Add(Cause.Invalid(path, text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
        else if (LeadingZero().IsMatch(text) && !IsSix(address)) causes.Add(Cause.Invalid(path, text, "must not have leading 0s"));
        else if (address.IsIPv4MappedToIPv6) causes.Add(Cause.Invalid(path, text, "must not be an IPv4-mapped IPv6 address"));
        else return true;
        return false;
    }

    public static void Addresses(IEnumerable<string> addresses, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var address in addresses) Address(address, $"{path}[{at++}]", causes);
    }

    /// <summary>An address that others can send to.</summary>
    public static void Reachable(string? text, string path, List<Cause> causes)
    {
        text ??= "";
        if (Parse(text) is not { } address)
        {
            causes.Add(Cause.Invalid(path, text, "must be a valid IP address"));
            return;
        }
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        var four = bytes.Length == 4;
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) causes.Add(Cause.Invalid(path, text, $"may not be unspecified ({text})"));
        if (IPAddress.IsLoopback(address)) causes.Add(Cause.Invalid(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)"));
        if (address.IsIPv6LinkLocal || (four && bytes is [169, 254, ..])) causes.Add(Cause.Invalid(path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"));
        if (four ? bytes is [224, 0, 0, _] : bytes[0] == 0xFF && (bytes[1] & 0xF) == 2) causes.Add(Cause.Invalid(path, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"));
    }

    public static bool Range(string? text, string path, List<Cause> causes)
    {
        text ??= "";
        if (ParseRange(text) is not var (address, bits)) causes.Add(Cause.Invalid(path, text, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"));
        else if (HasLeadingZero(text)) causes.Add(Cause.Invalid(path, text, "must not have leading 0s in IP or prefix length"));
        else if (address.IsIPv4MappedToIPv6) causes.Add(Cause.Invalid(path, text, "must not have an IPv4-mapped IPv6 address"));
        else if (!address.Equals(Masked(address, bits))) causes.Add(Cause.Invalid(path, text, "must not have bits set beyond the prefix length"));
        else return true;
        return false;
    }

    /// <summary>Whether one range lies within another and is smaller. Null where one of them is no range.</summary>
    public static bool? IsWithin(string inner, string outer)
    {
        if (ParseRange(inner) is not var (address, bits) || ParseRange(outer) is not var (around, most)) return null;
        return address.AddressFamily == around.AddressFamily && bits > most && Masked(address, most).Equals(Masked(around, most));
    }

    /// <summary>The address, or null. Leading zeros in the parts of an IPv4 address are read past.</summary>
    public static IPAddress? Parse(string text)
    {
        if (Four().IsMatch(text))
        {
            var parts = text.Split('.').Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 256).ToList();
            return parts.TrueForAll(p => p < 256) ? new IPAddress([.. parts.Select(p => (byte)p)]) : null;
        }
        return Six().IsMatch(text) && IPAddress.TryParse(text, out var address) ? address : null;
    }

    public static bool IsSix(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;

    /// <summary>What a client is told about an address that is right but not written as usual.</summary>
    public static IEnumerable<string> Warnings(string? text, string path)
    {
        if (text is null || Parse(text) is not { } address || !IsSix(address)) yield break;
        if (address.ToString() != text) yield return $"{path}: IPv6 address \"{text}\" should be in RFC 5952 canonical format (\"{address}\")";
    }

    public static IEnumerable<string> RangeWarnings(string? text, string path)
    {
        if (text is null || ParseRange(text) is not var (address, bits) || !IsSix(address)) yield break;
        var canonical = $"{address}/{bits}";
        if (canonical != text) yield return $"{path}: IPv6 CIDR value \"{text}\" should be in RFC 5952 canonical format (\"{canonical}\")";
    }

    public static (IPAddress Address, int Bits)? ParseRange(string text)
    {
        if (text.Split('/') is not [var head, var tail] || Parse(head) is not { } address) return null;
        if (!int.TryParse(tail, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) || bits > (IsSix(address) ? 128 : 32)) return null;
        return (address, bits);
    }

    private static bool HasLeadingZero(string range) => range.Split('/') is [var head, var tail] && ((!head.Contains(':', StringComparison.Ordinal) && LeadingZero().IsMatch(head)) || tail is ['0', _, ..]);

    public static IPAddress Masked(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(bits - i * 8, 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - kept));
        }
        return new IPAddress(bytes);
    }

    [GeneratedRegex(@"^\d+(\.\d+){3}\z")]
    private static partial Regex Four();

    [GeneratedRegex(@"^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\z")]
    private static partial Regex Six();

    [GeneratedRegex(@"(^|\.)0\d")]
    private static partial Regex LeadingZero();
}

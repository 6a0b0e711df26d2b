using System.Net;
using SiteBuilder.Sandbox.Validation;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>A range of addresses.</summary>
internal sealed record CidrValue(IPAddress Address, int Bits)
{
    public bool Contains(IPAddress address) => address.AddressFamily == Address.AddressFamily && AddressRules.Masked(address, Bits).Equals(AddressRules.Masked(Address, Bits));

    public override string ToString() => $"{Address}/{Bits}";
}

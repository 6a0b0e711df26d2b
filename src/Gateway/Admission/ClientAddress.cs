using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;

namespace SiteBuilder.Gateway.Admission;

/// <summary>Where a request comes from, behind the proxies that stand before the gateway.</summary>
internal static class ClientAddress
{
    // a household or an office gets a network of this size, so its addresses count as one (RFC 6177)
    private const int NetworkBytes = 8;

    /// <summary>Believes as many entries of X-Forwarded-For, from the end, as there are proxies of ours; a client may write what it likes before those.</summary>
    public static void UseClientAddress(this IApplicationBuilder app, int trustedHops)
    {
        if (trustedHops == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = trustedHops };
        // who may call is the network policy's to say; the addresses of the ingress' pods are not known here
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        app.UseForwardedHeaders(options);
    }

    /// <summary>The address, or for IPv6 its network.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}

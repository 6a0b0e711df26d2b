using System.Net;
using System.Net.Sockets;

namespace SiteBuilder.Tests.Fixtures;

/// <summary>A port of 127.0.0.1 that nobody listens on.</summary>
internal static class FreePort
{
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

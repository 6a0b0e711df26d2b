using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SiteBuilder.ServiceDefaults.Http;

internal static class Ports
{
    public static void AddPorts(this WebApplicationBuilder builder, HttpSettings settings) =>
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.MaxBodyBytes;
            kestrel.Listen(settings, settings.Port, _ => { });
            kestrel.Listen(settings, settings.ManagementPort, ManagementConnection.Mark);
        });

    private static void Listen(this KestrelServerOptions kestrel, HttpSettings settings, int port, Action<ListenOptions> configure)
    {
        if (settings.Address is { } address)
        {
            kestrel.Listen(address, port, configure);
        }
        else
        {
            kestrel.ListenAnyIP(port, configure);
        }
    }
}

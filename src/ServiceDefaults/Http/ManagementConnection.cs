using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SiteBuilder.ServiceDefaults.Http;

/// <summary>
/// Marks connections that came in on the management port. The port decides, never the Host header: a client can write what
/// it likes into the header, but cannot choose the port that a route leads to.
/// </summary>
internal sealed class ManagementConnection
{
    private static readonly ManagementConnection Instance = new();

    public static void Mark(ListenOptions listen) => listen.Use(next => connection =>
    {
        connection.Features.Set(Instance);
        return next(connection);
    });

    public static bool Carries(HttpContext context) => context.Features.Get<ManagementConnection>() is not null;
}

using System.Net;
using Microsoft.Extensions.Configuration;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.ServiceDefaults.Http;

/// <summary>The <c>Http</c> section: where a service listens and how it stops.</summary>
/// <param name="Address">The address to listen on; null means every address.</param>
/// <param name="Port">Port for traffic; default 8080, 0 takes a free one.</param>
/// <param name="ManagementPort">Port for health and metrics; default 8081, 0 takes a free one.</param>
/// <param name="Drain">How long a stopping service goes on serving while it says that it is not ready; default 3 seconds.</param>
/// <param name="MaxBodyBytes">The largest request body; default 256 KiB.</param>
public sealed record HttpSettings(IPAddress? Address, int Port, int ManagementPort, TimeSpan Drain, int MaxBodyBytes)
{
    /// <summary>How long requests in flight may take to end after draining; together with <see cref="Drain"/> below the usual 30 seconds of grace.</summary>
    public static readonly TimeSpan LastRequests = TimeSpan.FromSeconds(15);

    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingsException">A value is bad.</exception>
    public static HttpSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration, "Http");
        var address = reader.OptionalText("Address");
        if (!IPAddress.TryParse(address ?? "0.0.0.0", out var parsed))
        {
            reader.Report("Address", $"is '{address}', expected an IP address");
        }

        var settings = new HttpSettings(
            address is null ? null : parsed,
            reader.Number("Port", 8080, 0, 65535),
            reader.Number("ManagementPort", 8081, 0, 65535),
            TimeSpan.FromSeconds(reader.Number("DrainSeconds", 3, 0, 14)),
            reader.Number("MaxBodyBytes", 256 * 1024, 1024, 64 * 1024 * 1024));
        reader.Check();
        return settings;
    }
}

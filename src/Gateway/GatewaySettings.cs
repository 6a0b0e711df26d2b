using SiteBuilder.Gateway.Limits;
using SiteBuilder.Gateway.Routing;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Gateway;

/// <summary>The <c>Gateway</c> section.</summary>
/// <param name="Addresses">The base URL of each service of <see cref="Routes"/>, by its name; services that are not deployed are missing.</param>
/// <param name="Brands">The brands and their hosts.</param>
/// <param name="TrustedHops">How many proxies stand before this one, each of which adds the address it was called from to X-Forwarded-For; default 1.</param>
/// <param name="MaxUploadBytes">The largest body where files are taken; default 32 MiB.</param>
/// <param name="Timeout">How long a service may be silent; default 30 seconds.</param>
/// <param name="Breaker">How long a service that fails is left alone; zero where the mesh does that; default 5 seconds.</param>
/// <param name="Limits">How much anybody may ask.</param>
public sealed record GatewaySettings(
    IReadOnlyDictionary<string, Uri> Addresses, BrandHosts Brands, int TrustedHops, int MaxUploadBytes, TimeSpan Timeout, TimeSpan Breaker, LimitSettings Limits)
{
    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingsException">A value is missing or bad; all problems are listed.</exception>
    public static GatewaySettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration, "Gateway");
        var brands = reader.File("BrandsFile");
        var settings = new GatewaySettings(
            ReadAddresses(reader),
            new BrandHosts([]),
            reader.Number("TrustedHops", 1, 0, 10),
            reader.Number("MaxUploadBytes", 32 * 1024 * 1024, 1024, 1024 * 1024 * 1024),
            TimeSpan.FromSeconds(reader.Number("TimeoutSeconds", 30, 1, 600)),
            TimeSpan.FromSeconds(reader.Number("BreakerSeconds", 5, 0, 600)),
            LimitSettings.Read(reader));
        reader.Check();
        return settings with { Brands = new BrandHosts(BrandsFile.Read(brands)) };
    }

    private static Dictionary<string, Uri> ReadAddresses(SettingsReader reader)
    {
        var addresses = new Dictionary<string, Uri>();
        foreach (var service in Routes.All.GroupBy(route => route.Service))
        {
            if (service.Any(route => !route.MayBeMissing) || reader.OptionalText(service.Key) is not null)
            {
                addresses[service.Key] = reader.Url(service.Key);
            }
        }

        return addresses;
    }
}

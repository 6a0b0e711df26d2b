using SiteBuilder.Gateway.Limits;
using SiteBuilder.Gateway.Routing;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Gateway;

/// <summary>The <c>Gateway</c> section.</summary>
/// <param name="Auth">The base URL of the service whose keys tokens are checked with.</param>
/// <param name="Routes">What leads where.</param>
/// <param name="Brands">The brands and their hosts.</param>
/// <param name="TrustedHops">How many proxies stand before this one, each of which adds the address it was called from to X-Forwarded-For; default 1.</param>
/// <param name="Breaker">How long a service that fails is left alone; zero where the mesh does that; default 5 seconds.</param>
/// <param name="Limits">How much anybody may ask.</param>
public sealed record GatewaySettings(Uri Auth, IReadOnlyList<GatewayRoute> Routes, BrandHosts Brands, int TrustedHops, TimeSpan Breaker, LimitSettings Limits)
{
    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingsException">A value is missing or bad; all problems are listed.</exception>
    public static GatewaySettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration, "Gateway");
        var (brands, routes) = (reader.File("BrandsFile"), reader.File("RoutesFile"));
        var settings = new GatewaySettings(
            reader.Url("Auth"),
            [],
            new BrandHosts([]),
            reader.Number("TrustedHops", 1, 0, 10),
            TimeSpan.FromSeconds(reader.Number("BreakerSeconds", 5, 0, 600)),
            LimitSettings.Read(reader));
        reader.Check();
        return settings with { Brands = new BrandHosts(BrandsFile.Read(brands)), Routes = RoutesFile.Read(routes) };
    }
}

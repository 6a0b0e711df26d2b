using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Gateway.Limits;

/// <summary>How much may be asked of one process of the gateway; for a moment twice as much.</summary>
/// <param name="BrandPerSecond">Requests for a brand; default 500.</param>
/// <param name="CallerPerSecond">Requests of one user, or of one address without a user, for a brand; default 50.</param>
public sealed record LimitSettings(int BrandPerSecond, int CallerPerSecond)
{
    /// <summary>Reads the settings below <c>Limits</c>; problems go to the reader.</summary>
    public static LimitSettings Read(SettingsReader reader) => new(
        reader.Number("Limits:BrandPerSecond", 500, 1, 1_000_000),
        reader.Number("Limits:CallerPerSecond", 50, 1, 1_000_000));
}

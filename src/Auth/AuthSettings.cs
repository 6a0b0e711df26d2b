using SiteBuilder.Database;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Auth;

/// <summary>The <c>Auth</c> section of a serving process.</summary>
/// <param name="Database">Where users and keys are kept.</param>
/// <param name="KeyEncryption">File with the secret that private keys are encrypted with.</param>
/// <param name="Brands">The brands and their hosts.</param>
/// <param name="Issuer">Where other services reach this one; the address of the keys begins with it.</param>
/// <param name="AccessToken">How long an access token serves; default 15 minutes.</param>
/// <param name="RefreshToken">How long a refresh token serves; default 14 days.</param>
/// <param name="KeyRotation">The age at which a signing key is followed by a new one; default 30 days.</param>
public sealed record AuthSettings(
    DatabaseSettings Database, MountedFile KeyEncryption, BrandHosts Brands, Uri Issuer, TimeSpan AccessToken, TimeSpan RefreshToken, TimeSpan KeyRotation)
{
    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingsException">A value is missing or bad; all problems are listed.</exception>
    public static AuthSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration, "Auth");
        var brands = reader.File("BrandsFile");
        var settings = new AuthSettings(
            DatabaseSettings.Read(reader),
            reader.File("KeyEncryptionFile"),
            new BrandHosts([]),
            reader.Url("Address"),
            TimeSpan.FromSeconds(reader.Number("AccessTokenSeconds", 900, 1, 86_400)),
            TimeSpan.FromHours(reader.Number("RefreshTokenHours", 14 * 24, 1, 365 * 24)),
            TimeSpan.FromDays(reader.Number("KeyRotationDays", 30, 1, 365)));
        reader.Check();
        return settings with { Brands = new BrandHosts(BrandsFile.Read(brands)) };
    }
}

using SiteBuilder.ObjectStore;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Media;

/// <summary>The <c>Media</c> section of a serving process.</summary>
/// <param name="ObjectStore">The bucket that everything is kept in.</param>
/// <param name="Auth">Auth, whose public keys check access tokens.</param>
/// <param name="Brands">The brands and their hosts.</param>
/// <param name="Limits">What is taken.</param>
public sealed record MediaSettings(ObjectStoreSettings ObjectStore, Uri Auth, BrandHosts Brands, MediaLimits Limits)
{
    /// <summary>The section's name.</summary>
    public const string Section = "Media";

    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingsException">A value is missing or bad; all problems are listed.</exception>
    public static MediaSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration, Section);
        var brands = reader.File("BrandsFile");
        var settings = new MediaSettings(ObjectStoreSettings.Read(reader), reader.Url("Auth"), new BrandHosts([]), MediaLimits.Read(reader));
        reader.Check();
        return settings with { Brands = new BrandHosts(BrandsFile.Read(brands)) };
    }
}

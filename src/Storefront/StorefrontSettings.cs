using SiteBuilder.ObjectStore;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Storefront;

/// <summary>The <c>Storefront</c> section.</summary>
/// <param name="Sites">Sites, which tells what is published.</param>
/// <param name="Api">Below which the editor finds <c>/api</c>: the gateway.</param>
/// <param name="SitesTimeout">After which Sites counts as away; default 2 seconds.</param>
/// <param name="ObjectStore">Where Publisher's copies are; null where there are none.</param>
/// <param name="Brands">The brands and their hosts; none without copies.</param>
public sealed record StorefrontSettings(Uri Sites, Uri Api, TimeSpan SitesTimeout, ObjectStoreSettings? ObjectStore, BrandHosts Brands)
{
    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingsException">A value is missing or bad; all problems are listed.</exception>
    public static StorefrontSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration, "Storefront");
        var hasCopies = reader.OptionalText("ObjectStore:Endpoint") is not null;
        var brands = hasCopies ? reader.File("BrandsFile") : null;
        var settings = new StorefrontSettings(
            reader.Url("Sites"),
            reader.Url("Api"),
            TimeSpan.FromMilliseconds(reader.Number("SitesTimeoutMilliseconds", 2000, 50, 30_000)),
            hasCopies ? ObjectStoreSettings.Read(reader) : null,
            new BrandHosts([]));
        reader.Check();
        return brands is null ? settings : settings with { Brands = new BrandHosts(BrandsFile.Read(brands)) };
    }
}

namespace SiteBuilder.ServiceDefaults.Brands;

/// <summary>Which host belongs to which brand, by the brands file: for services that keep no brands of their own.</summary>
public sealed class BrandHosts(IReadOnlyList<BrandConfig> brands)
{
    private readonly Dictionary<string, BrandConfig> _byHost = brands
        .SelectMany(brand => brand.Hosts.Select(host => (Host: host, Brand: brand)))
        .ToDictionary(entry => entry.Host, entry => entry.Brand, StringComparer.OrdinalIgnoreCase);

    /// <summary>All brands, as the file has them.</summary>
    public IReadOnlyList<BrandConfig> All => brands;

    /// <summary>The brand of a host (without port), or null when nobody owns it.</summary>
    public BrandConfig? Find(string host) => _byHost.GetValueOrDefault(host);
}

namespace SiteBuilder.Sites.Brands;

/// <summary>A brand and the shard that has it.</summary>
/// <param name="View">What visitors may know of it.</param>
/// <param name="Shard">The shard.</param>
public sealed record BrandHome(BrandView View, string Shard)
{
    /// <summary>The brand's name.</summary>
    public string Name => View.Name;
}

namespace SiteBuilder.ServiceDefaults.Brands;

/// <summary>One entry of the brands file.</summary>
public sealed record BrandConfig(string Name, string Title, IReadOnlyList<string> Hosts, string Theme);

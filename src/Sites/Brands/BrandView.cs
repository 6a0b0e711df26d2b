namespace SiteBuilder.Sites.Brands;

/// <summary>What visitors may know of a brand.</summary>
public sealed record BrandView(string Name, string Title, string Theme);

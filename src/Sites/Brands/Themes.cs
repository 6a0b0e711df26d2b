namespace SiteBuilder.Sites.Brands;

/// <summary>The looks that Storefront has.</summary>
public static class Themes
{
    /// <summary>Their names, sorted.</summary>
    public static IReadOnlyCollection<string> Names { get; } = ["blue", "green", "orange", "purple", "red"];
}

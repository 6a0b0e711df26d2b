namespace SiteBuilder.Model.Tables;

/// <summary>The themes that Storefront can draw a brand in.</summary>
public static class ThemeTable
{
    public static IReadOnlyList<string> Names { get; } = ["blue", "green", "orange", "purple", "red"];
}

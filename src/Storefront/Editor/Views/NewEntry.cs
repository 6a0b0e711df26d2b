namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>A page or a site that was to be made, and what was wrong with it.</summary>
/// <param name="Site">The site of the page; null for a site.</param>
/// <param name="Title">The title.</param>
/// <param name="Name">Its name in the address.</param>
/// <param name="Theme">The theme of a site.</param>
/// <param name="Problem">What was wrong, in words; null where nothing was tried.</param>
internal sealed record NewEntry(string? Site, string Title, string Name, string Theme, string? Problem)
{
    public static NewEntry None { get; } = new(null, "", "", "", null);

    public static IReadOnlyDictionary<string, string> NoErrors { get; } = new Dictionary<string, string>();
}

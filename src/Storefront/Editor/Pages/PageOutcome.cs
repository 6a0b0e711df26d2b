using SiteBuilder.Storefront.Editor.Views;

namespace SiteBuilder.Storefront.Editor.Pages;

/// <summary>What became of a button of the desk.</summary>
/// <param name="Done">The word for what was done; null where the desk is shown again with what the user has.</param>
/// <param name="Page">The desk then.</param>
/// <param name="Status">The status then.</param>
internal sealed record PageOutcome(string? Done, PageForm? Page = null, int Status = StatusCodes.Status200OK)
{
    /// <summary>The button that removes a page, and the word for it: there is no desk to go back to.</summary>
    public const string Removed = "remove-page";
}

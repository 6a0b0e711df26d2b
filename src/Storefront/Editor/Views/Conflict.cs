namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>The page was changed by somebody else since the user has read it.</summary>
/// <param name="Theirs">The version that is saved now; null where the page is gone.</param>
internal sealed record Conflict(int? Theirs);

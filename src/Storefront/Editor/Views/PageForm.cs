using System.Text.Json.Nodes;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>A page on the editor's desk.</summary>
/// <param name="Site">The site.</param>
/// <param name="Slug">The page.</param>
/// <param name="Draft">Title and blocks as the user has them.</param>
/// <param name="Look">What is wrong, and whether the user may write.</param>
internal sealed record PageForm(string Site, string Slug, JsonObject Draft, FormLook Look)
{
    /// <summary>The version that the draft was made from; null where there is none.</summary>
    public required int? Seen { get; init; }

    /// <summary>The version that visitors see.</summary>
    public required int? PublishedVersion { get; init; }

    /// <summary>Whether there is more in the draft than is saved.</summary>
    public bool IsChanged { get; init; }

    /// <summary>What was done or went wrong, in words.</summary>
    public string? Said { get; init; }

    /// <summary>Whether that is a failure.</summary>
    public bool HasFailed { get; init; }

    /// <summary>The id of the element where the user goes on.</summary>
    public string? Focus { get; init; }

    /// <summary>What somebody else did to the page meanwhile.</summary>
    public Conflict? Conflict { get; init; }

    /// <summary>Where the form is sent.</summary>
    public string Path => $"/edit/sites/{Site}/pages/{Slug}";
}

namespace SiteBuilder.Rendering.Content;

/// <summary>A piece of a page. One record for all types: a type that this version does not know is read and left out of the page.</summary>
public sealed record SiteBlock(string Type)
{
    /// <summary>Of a heading, a text or a button.</summary>
    public string? Text { get; init; }

    /// <summary>Of an image or a button.</summary>
    public string? Url { get; init; }

    /// <summary>Of an image.</summary>
    public string? Alt { get; init; }

    /// <summary>Of a gallery.</summary>
    public IReadOnlyList<SiteImage> Images { get; init; } = [];

    /// <summary>Of columns.</summary>
    public IReadOnlyList<SiteColumn> Columns { get; init; } = [];

    /// <summary>Of rich text.</summary>
    public IReadOnlyList<SiteParagraph> Paragraphs { get; init; } = [];

    /// <summary>Of a form.</summary>
    public string? Name { get; init; }

    /// <summary>Of a form.</summary>
    public IReadOnlyList<SiteField> Fields { get; init; } = [];

    /// <summary>Of a form.</summary>
    public string? Submit { get; init; }

    /// <summary>Of a form.</summary>
    public string? Thanks { get; init; }
}

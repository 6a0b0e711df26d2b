namespace SiteBuilder.Sites.Storage;

/// <summary>What a visitor sent with a form.</summary>
public sealed class FormEntry
{
    /// <summary>Its id; later entries have greater ones.</summary>
    public required Guid Id { get; init; }

    /// <summary>The brand that owns the page.</summary>
    public required string Brand { get; init; }

    /// <summary>The site within the brand.</summary>
    public required string Site { get; init; }

    /// <summary>The page that the form stands on.</summary>
    public required string Slug { get; init; }

    /// <summary>The form's name within the page.</summary>
    public required string Form { get; init; }

    /// <summary>What was filled in, by the field's name.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>When it came in.</summary>
    public required DateTimeOffset At { get; init; }
}

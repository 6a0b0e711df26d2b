namespace SiteBuilder.ObjectStore;

/// <summary>What is stored with an object besides its bytes.</summary>
/// <param name="ContentType">Its media type.</param>
public sealed record ObjectFacts(string ContentType)
{
    /// <summary>How long others may keep a copy, as the header says it; null = nothing is said.</summary>
    public string? CacheControl { get; init; }

    /// <summary>Further values by their names in lower case; both are ASCII.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

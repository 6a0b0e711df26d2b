namespace SiteBuilder.Sites.Storage;

/// <summary>
/// What visitors see of a site has changed, and the copies of it that lie elsewhere have to follow. Written with the change itself, so that none
/// is forgotten; it goes to Publisher once Redis takes it.
/// </summary>
public sealed class PublishOrder
{
    /// <summary>Its number; later orders have greater ones.</summary>
    public long Id { get; init; }

    /// <summary>The brand.</summary>
    public required string Brand { get; init; }

    /// <summary>The site within the brand.</summary>
    public required string Site { get; init; }
}

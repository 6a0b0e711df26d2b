namespace SiteBuilder.Sites.Storage;

/// <summary>A host name, without a port, and the one brand it belongs to.</summary>
public sealed class BrandHost
{
    /// <summary>The host name in lower case.</summary>
    public required string Host { get; init; }

    /// <summary>The brand's name.</summary>
    public required string Brand { get; init; }
}

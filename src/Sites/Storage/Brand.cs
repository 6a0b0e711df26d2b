namespace SiteBuilder.Sites.Storage;

/// <summary>One tenant of the platform.</summary>
public sealed class Brand
{
    /// <summary>The name in configuration, metrics and URLs of the API.</summary>
    public required string Name { get; init; }

    /// <summary>The name that visitors read.</summary>
    public required string Title { get; set; }

    /// <summary>The look, by its name.</summary>
    public required string Theme { get; set; }

    /// <summary>The shard that the brand is being copied to; nothing may be written meanwhile.</summary>
    public string? MovingTo { get; set; }

    /// <summary>The shard that has the brand now; what lies here is no longer read.</summary>
    public string? MovedTo { get; set; }

    /// <summary>The hosts it answers on.</summary>
    public List<BrandHost> Hosts { get; init; } = [];
}

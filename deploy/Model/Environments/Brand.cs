namespace SiteBuilder.Model.Environments;

/// <summary>One tenant of the site builder.</summary>
public sealed record Brand
{
    /// <summary>A DNS label, unique in the environment.</summary>
    public required string Name { get; init; }

    /// <summary>What people read. Default: the name.</summary>
    public required string Title { get; init; }

    /// <summary>The DNS names it answers to, each used by one brand only; the first is its address. At least one.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>One of <see cref="Tables.ThemeTable"/>.</summary>
    public required string Theme { get; init; }

    /// <summary>Which PostgreSQL server has its pages: <see cref="DatabaseSettings.MainShard"/> (the default) or one of <see cref="DatabaseSettings.Shards"/>.</summary>
    public string Shard { get; init; } = DatabaseSettings.MainShard;
}

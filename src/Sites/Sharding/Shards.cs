using Npgsql;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Sharding;

/// <summary>The databases of the map, each with its pool of connections.</summary>
public sealed class Shards : IAsyncDisposable
{
    private readonly SortedDictionary<string, NpgsqlDataSource> _sources = new(StringComparer.Ordinal);

    /// <summary>Opens no connection yet.</summary>
    /// <param name="map">The map.</param>
    /// <param name="application">Who connects, as the databases show it.</param>
    public Shards(ShardMap map, string application)
    {
        Map = map;
        foreach (var (name, settings) in map.Shards)
        {
            _sources.Add(name, settings.CreateDataSource(application));
        }
    }

    /// <summary>The map.</summary>
    public ShardMap Map { get; }

    /// <summary>The shards, sorted by name.</summary>
    public IReadOnlyCollection<string> Names => _sources.Keys;

    /// <summary>The connections of a shard.</summary>
    public NpgsqlDataSource Source(string shard) => _sources[shard];

    /// <summary>The tables of a shard; dispose of them after use.</summary>
    public SitesDatabase Open(string shard) => SitesDatabase.Of(Source(shard));

    /// <summary>Where a shard is, without a secret.</summary>
    public string Where(string shard) => Map.Shards[shard].ToString();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values)
        {
            await source.DisposeAsync();
        }
    }
}

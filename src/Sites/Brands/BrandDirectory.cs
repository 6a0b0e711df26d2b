using Microsoft.EntityFrameworkCore;
using SiteBuilder.Database;
using SiteBuilder.Sites.Sharding;

namespace SiteBuilder.Sites.Brands;

/// <summary>Which host belongs to which brand, and which shard has it: a copy of two small tables of each shard, read again every few seconds.</summary>
public sealed class BrandDirectory(Shards shards, TimeProvider clock)
{
    /// <summary>How long a copy serves; a brand added or moved meanwhile is seen after that.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private sealed record Row(string Host, BrandView Brand, string? MovedTo);

    private sealed record Copy(IReadOnlyDictionary<string, IReadOnlyList<Row>> ByShard, IReadOnlyDictionary<string, BrandHome> ByHost, long TakenAt);

    private volatile Copy? _copy;

    /// <summary>The brand of a host (without port), or null when nobody owns it.</summary>
    public async ValueTask<BrandHome?> FindAsync(string host, CancellationToken cancellationToken) =>
        (await CopyAsync(cancellationToken)).ByHost.GetValueOrDefault(host.ToLowerInvariant());

    /// <summary>All brands, sorted by name.</summary>
    public async ValueTask<IReadOnlyList<BrandHome>> AllAsync(CancellationToken cancellationToken) =>
        [.. (await CopyAsync(cancellationToken)).ByHost.Values.Distinct().OrderBy(brand => brand.Name, StringComparer.Ordinal)];

    private async ValueTask<Copy> CopyAsync(CancellationToken cancellationToken)
    {
        if (_copy is not { } copy || clock.GetElapsedTime(copy.TakenAt) >= Lifetime)
        {
            _copy = copy = await TakeCopyAsync(copy: _copy, cancellationToken);
        }

        return copy;
    }

    private async Task<Copy> TakeCopyAsync(Copy? copy, CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(shards.Names.Select(async shard => (shard, rows: await ReadAsync(shard, copy, cancellationToken))));
        var byShard = read.ToDictionary(shard => shard.shard, shard => shard.rows);
        var moved = byShard
            .SelectMany(shard => shard.Value.Where(row => row.MovedTo is not null).Select(row => ((row.Brand.Name, shard.Key), row.MovedTo!)))
            .Distinct().ToDictionary(pointer => pointer.Item1, pointer => pointer.Item2);
        var byHost = byShard
            .SelectMany(shard => shard.Value.Where(row => BrandPlace.Follow(shards.Map, row.Brand.Name, at => moved.GetValueOrDefault((row.Brand.Name, at))) == shard.Key).Select(row => (row.Host, Home: new BrandHome(row.Brand, shard.Key))))
            .ToDictionary(row => row.Host, row => row.Home);
        return new Copy(byShard, byHost, clock.GetTimestamp());
    }

    private async Task<IReadOnlyList<Row>> ReadAsync(string shard, Copy? copy, CancellationToken cancellationToken)
    {
        try
        {
            await using var database = shards.Open(shard);
            return await (
                from host in database.Hosts
                join brand in database.Brands on host.Brand equals brand.Name
                select new Row(host.Host, new BrandView(brand.Name, brand.Title, brand.Theme), brand.MovedTo)).ToListAsync(cancellationToken);
        }
        catch (Exception problem) when (shards.Names.Count > 1 && DatabaseAway.Explains(problem))
        {
            // the brands of the others go on; those of this one are answered as their own requests fail
            return copy?.ByShard[shard] ?? [];
        }
    }
}

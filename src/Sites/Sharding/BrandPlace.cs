using Microsoft.EntityFrameworkCore;

namespace SiteBuilder.Sites.Sharding;

/// <summary>Which shard has a brand: the one of the map, and from there where moves have led.</summary>
internal static class BrandPlace
{
    /// <summary>Follows moves from the map's shard; at most one step for each shard.</summary>
    /// <param name="map">The map.</param>
    /// <param name="brand">The brand.</param>
    /// <param name="movedTo">Where a brand has moved from a shard; null where it has not.</param>
    public static string Follow(ShardMap map, string brand, Func<string, string?> movedTo)
    {
        var shard = map[brand];
        for (var steps = 0; steps < map.Shards.Count && movedTo(shard) is { } next && map.Shards.ContainsKey(next); steps++)
        {
            shard = next;
        }

        return shard;
    }

    /// <summary>Asks the shards.</summary>
    public static async Task<string> FindAsync(Shards shards, string brand, CancellationToken cancellationToken)
    {
        var moves = new Dictionary<string, string?>();
        foreach (var shard in shards.Names)
        {
            await using var database = shards.Open(shard);
            moves[shard] = await database.Brands.Where(row => row.Name == brand).Select(row => row.MovedTo).SingleOrDefaultAsync(cancellationToken);
        }

        return Follow(shards.Map, brand, shard => moves[shard]);
    }
}

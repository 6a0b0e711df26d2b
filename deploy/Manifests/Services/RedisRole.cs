using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>What a Redis is there for.</summary>
/// <param name="Server">The server.</param>
/// <param name="Name">What its image calls the role.</param>
/// <param name="Share">How much of the memory limit its data may take; the rest is for connections and copies.</param>
/// <param name="Keeps">Whether its data outlive its pods, and a write needs a replica where there are any.</param>
internal sealed record RedisRole(ServiceEntry Server, string Name, decimal Share, bool Keeps)
{
    public static IReadOnlyList<RedisRole> All { get; } =
    [
        new(ServiceTable.RedisCache, "cache", 0.75m, Keeps: false),
        // while its file is written anew, what changes meanwhile is in memory twice
        new(ServiceTable.RedisQueue, "queue", 0.5m, Keeps: true),
    ];
}

using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>The servers of PostgreSQL, the main one and one for each further shard, and the pooler before each of them.</summary>
internal static class PostgresServers
{
    public static IEnumerable<ServiceEntry> Of(RenderContext context) => InEachShard(context, ServiceTable.Postgres);

    public static IEnumerable<ServiceEntry> PoolersOf(RenderContext context) => InEachShard(context, ServiceTable.Pgbouncer);

    /// <summary>The server, or the pooler, of a shard.</summary>
    public static ServiceEntry Of(string shard, ServiceEntry service) => shard == DatabaseSettings.MainShard ? service : service.Of(shard);

    /// <summary>Whether a service keeps data in the shard of a server or pooler.</summary>
    public static bool Serves(ServiceEntry server, ServiceEntry service) => server.Shard is null || service.Shards;

    private static IEnumerable<ServiceEntry> InEachShard(RenderContext context, ServiceEntry service) => [service, .. context.Environment.Database.Shards.Select(service.Of)];
}

using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>The servers of PostgreSQL: the main one, and one for each further shard.</summary>
internal static class PostgresServers
{
    public static IEnumerable<ServiceEntry> Of(RenderContext context) => [ServiceTable.Postgres, .. context.Environment.Database.Shards.Select(Shard)];

    /// <summary>The server of a shard.</summary>
    public static ServiceEntry Of(string shard) => shard == DatabaseSettings.MainShard ? ServiceTable.Postgres : Shard(shard);

    /// <summary>Whether a service keeps data there.</summary>
    public static bool Serves(ServiceEntry server, ServiceEntry service) => server == ServiceTable.Postgres || service.Shards;

    // shards have no dashes, so no server is named like a Service of another
    private static ServiceEntry Shard(string shard) => ServiceTable.Postgres.Again($"{ServiceTable.Postgres.Name}-shard-{shard}");
}

using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using SiteBuilder.Database;
using SiteBuilder.Sites.Sharding;

namespace SiteBuilder.Sites.Storage;

/// <summary>
/// Ready when a shard answers and its tables are there; while another one is away, its brands alone are answered with 503.
/// </summary>
internal sealed class DatabaseHealth(Shards shards) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = (await Task.WhenAll(shards.Names.Select(shard => ProblemAsync(shard, cancellationToken)))).OfType<string>().ToList();
        var said = string.Join("; ", problems);
        return problems.Count == 0 ? HealthCheckResult.Healthy("answers")
            : problems.Count < shards.Names.Count ? HealthCheckResult.Degraded(said)
            : HealthCheckResult.Unhealthy(said);
    }

    private async Task<string?> ProblemAsync(string shard, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = shards.Source(shard).CreateCommand(
                "select exists (select from brands) and exists (select from brand_hosts) and (select count(*) >= 0 from form_entries where false)");
            // a second shard may wait for its first brand
            return await command.ExecuteScalarAsync(cancellationToken) is true || shard != ShardMap.Main
                ? null
                : "has no brands; run 'SiteBuilder.Sites migrate'";
        }
        catch (PostgresException problem) when (problem.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return "has no tables; run 'SiteBuilder.Sites migrate'";
        }
        catch (Exception problem) when (DatabaseAway.Explains(problem))
        {
            return $"{shards.Where(shard)} does not answer: {problem.Message}";
        }
    }
}

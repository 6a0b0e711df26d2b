using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using SiteBuilder.Database;

namespace SiteBuilder.Sites.Storage;

/// <summary>Ready when the database answers and its tables are there.</summary>
internal sealed class DatabaseHealth(NpgsqlDataSource source, SitesSettings settings) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = source.CreateCommand("select exists (select from brands) and exists (select from brand_hosts) and (select count(*) >= 0 from pages where false)");
            return await command.ExecuteScalarAsync(cancellationToken) is true
                ? HealthCheckResult.Healthy("answers")
                : HealthCheckResult.Unhealthy("has no brands; run 'SiteBuilder.Sites migrate'");
        }
        catch (PostgresException problem) when (problem.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return HealthCheckResult.Unhealthy("has no tables; run 'SiteBuilder.Sites migrate'");
        }
        catch (Exception problem) when (DatabaseAway.Explains(problem))
        {
            return HealthCheckResult.Unhealthy($"{settings.Database} does not answer: {problem.Message}");
        }
    }
}

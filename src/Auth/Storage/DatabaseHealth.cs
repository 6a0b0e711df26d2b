using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using SiteBuilder.Database;

namespace SiteBuilder.Auth.Storage;

/// <summary>Ready when the database answers and its tables are there.</summary>
internal sealed class DatabaseHealth(NpgsqlDataSource source, AuthSettings settings) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = source.CreateCommand("select (select count(*) >= 0 from users where false) and (select count(*) >= 0 from signing_keys where false)");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy("answers");
        }
        catch (PostgresException problem) when (problem.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return HealthCheckResult.Unhealthy("has no tables; run 'SiteBuilder.Auth migrate'");
        }
        catch (Exception problem) when (DatabaseAway.Explains(problem))
        {
            return HealthCheckResult.Unhealthy($"{settings.Database} does not answer: {problem.Message}");
        }
    }
}

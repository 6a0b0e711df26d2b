using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace SiteBuilder.Publisher.Orders;

/// <summary>Ready when Redis answers.</summary>
internal sealed class RedisHealth(OrderStream stream, PublisherSettings settings) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await stream.PingAsync();
            return HealthCheckResult.Healthy("answers");
        }
        catch (Exception problem) when (problem is RedisException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"{settings.Queue} does not answer: {problem.Message}");
        }
    }
}

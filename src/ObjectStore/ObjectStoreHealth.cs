using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SiteBuilder.ObjectStore;

/// <summary>Ready when the store answers and has the bucket.</summary>
internal sealed class ObjectStoreHealth(Bucket bucket, ObjectStoreSettings settings) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await bucket.ExistsAsync(cancellationToken)
                ? HealthCheckResult.Healthy("answers")
                : HealthCheckResult.Unhealthy($"has no bucket '{settings.Bucket}'; run the service's command 'migrate'");
        }
        catch (Exception problem) when (ObjectStoreAway.Explains(problem))
        {
            return HealthCheckResult.Unhealthy($"{settings} does not answer: {problem.Message}");
        }
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;
using SiteBuilder.ServiceDefaults.Health;

namespace SiteBuilder.ServiceDefaults.Http;

internal static class ManagementPort
{
    public static void MapManagementPort(this WebApplication app) =>
        app.MapWhen(ManagementConnection.Carries, management => management
            .UseHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthAnswer.WriteAsync })
            .UseHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = HealthAnswer.WriteAsync })
            .UseMetricServer("/metrics", app.Services.GetRequiredService<CollectorRegistry>()));
}

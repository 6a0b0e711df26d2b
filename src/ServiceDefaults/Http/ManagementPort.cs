using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
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
            .UseMetricServer("/metrics", app.Services.GetRequiredService<CollectorRegistry>())
            .Run(NothingElse));

    // ends here even where routing has already found one of the service's own endpoints
    private static Task NothingElse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace SiteBuilder.ServiceDefaults.Metrics;

internal static class RequestMetricsRegistration
{
    public static void AddRequestMetrics(this WebApplicationBuilder builder)
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        DotNetStats.Register(registry);
        builder.Services.AddSingleton(registry);
        builder.Services.AddSingleton<RequestMetrics>();
    }
}

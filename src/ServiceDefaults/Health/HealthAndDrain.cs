using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SiteBuilder.ServiceDefaults.Http;

namespace SiteBuilder.ServiceDefaults.Health;

internal static class HealthAndDrain
{
    public static void AddHealthAndDrain(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Draining>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Draining>());
        builder.Services.AddHealthChecks().AddCheck<Draining>("shutdown");
        builder.Services.AddOptions<HostOptions>()
            .Configure<HttpSettings>((host, http) => host.ShutdownTimeout = http.Drain + HttpSettings.LastRequests);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SiteBuilder.ServiceDefaults.Correlation;
using SiteBuilder.ServiceDefaults.Health;
using SiteBuilder.ServiceDefaults.Http;
using SiteBuilder.ServiceDefaults.Logging;
using SiteBuilder.ServiceDefaults.Metrics;

namespace SiteBuilder.ServiceDefaults;

/// <summary>
/// What every service of the platform has in common, in two calls: <c>builder.AddServiceDefaults("name")</c> and
/// <c>app.MapServiceDefaults()</c>. Traffic on one port; health and metrics on a second one that no route leads to.
/// </summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Adds ports, logs, traces, metrics, health, problem details and draining.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="service">The service's name in logs, metrics and traces, for example <c>sites</c>.</param>
    /// <exception cref="Settings.SettingsException">A setting of the <c>Http</c> section has a bad value.</exception>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        var http = HttpSettings.Read(builder.Configuration);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new ServiceName(service));
        builder.Services.AddSingleton(http);
        builder.Services.AddProblemDetails();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddTransient<OutgoingCorrelation>();
        builder.Services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler<OutgoingCorrelation>());
        builder.AddPorts(http);
        builder.AddJsonLogs();
        builder.AddTraces(service);
        builder.AddRequestMetrics();
        builder.AddHealthAndDrain();
        return builder;
    }

    /// <summary>Puts the defaults in front of the service's own endpoints; call it before mapping them.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.MapManagementPort();
        app.UseMiddleware<RequestCorrelation>();
        app.UseMiddleware<LastAnswers>();
        app.UseMiddleware<RequestRecord>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // a body that is too large or broken off is the client's mistake
            StatusCodeSelector = problem => problem is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages();
        return app;
    }
}

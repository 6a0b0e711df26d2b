using SiteBuilder.Gateway.Admission;
using SiteBuilder.Gateway.Limits;
using SiteBuilder.Gateway.Routing;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Gateway;

/// <summary>The one way from outside to the services: knows brand and user of a request, limits both, and leads it to who answers.</summary>
public static class GatewayService
{
    /// <summary>Composes the service; it neither listens nor connects before it is run.</summary>
    /// <exception cref="ServiceDefaults.Settings.SettingsException">A setting is missing or bad.</exception>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("gateway");

        var settings = GatewaySettings.Read(builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.AddTokens(settings.Auth);
        builder.AddRequestRates(settings);
        builder.AddServiceProxy(settings);

        var app = builder.Build();
        app.MapServiceDefaults();
        app.UseClientAddress(settings.TrustedHops);
        app.UseBrand(settings.Brands.Find, brand => brand.Name);
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseMiddleware<TokenGate>();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseMiddleware<BodySize>();
            proxy.UseMiddleware<UpstreamProblems>();
            proxy.UsePassiveHealthChecks();
        });
        return app;
    }
}

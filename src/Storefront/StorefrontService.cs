using Microsoft.AspNetCore.HttpOverrides;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.ServiceDefaults.Settings;
using SiteBuilder.Storefront.Copies;
using SiteBuilder.Storefront.Editor;
using SiteBuilder.Storefront.Serving;
using SiteBuilder.Storefront.Sites;

namespace SiteBuilder.Storefront;

/// <summary>Shows the published pages of every brand on its own hosts, and below <c>/edit</c> the editor of them.</summary>
public static class StorefrontService
{
    /// <summary>Composes the service; it neither listens nor connects before it is run.</summary>
    /// <param name="args">Settings in the form <c>--Storefront:Sites=http://...</c>; the environment serves as well.</param>
    /// <exception cref="SettingsException">A setting is missing or bad.</exception>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("storefront");

        var settings = StorefrontSettings.Read(builder.Configuration);
        builder.Services.AddHttpClient<SitesClient>(client => (client.BaseAddress, client.Timeout) = (settings.Sites, settings.SitesTimeout));
        builder.AddCopies(settings);
        builder.Services.AddSingleton<LastGoodPages>();
        builder.Services.AddSingleton<SitesReached>();
        builder.Services.AddHostedService<FirstContact>();
        builder.Services.AddSingleton<AnswerCount>();
        builder.Services.AddScoped<PageSource>();
        builder.Services.AddEditor(settings.Api);
        builder.Services.AddHealthChecks().AddCheck<SitesReached>("sites");
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, StorefrontJson.Default));

        var app = builder.Build();
        app.MapServiceDefaults();
        app.UseForwardedScheme();
        app.MapEditor();
        app.MapSite();
        return app;
    }

    // TLS ends at the ingress, which says how it was asked; who else may call is the network policy's to say
    private static void UseForwardedScheme(this WebApplication app)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        app.UseForwardedHeaders(options);
    }
}

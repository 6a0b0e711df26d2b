using SiteBuilder.Database;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.ServiceDefaults.Documents;
using SiteBuilder.ServiceDefaults.Tokens;
using SiteBuilder.Sites.Brands;
using SiteBuilder.Sites.Editing;
using SiteBuilder.Sites.Forms;
using SiteBuilder.Sites.Http;
using SiteBuilder.Sites.Publishing;
using SiteBuilder.Sites.Sharding;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites;

/// <summary>The serving process: brands and pages over HTTP.</summary>
public static class SitesService
{
    /// <summary>Composes the service; it neither listens nor connects before it is run.</summary>
    /// <exception cref="ServiceDefaults.Settings.SettingsException">A setting is missing or bad.</exception>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("sites");

        var settings = SitesSettings.Read(builder.Configuration);
        builder.AddTokens(settings.Auth);
        builder.AddApiDocument("Sites and pages of a brand");
        var services = builder.Services;
        services.AddSingleton(_ => new Shards(settings.Shards, "sites"));
        services.AddSingleton<BrandDirectory>();
        services.AddPublishing(settings.Cache, settings.Queue);
        services.AddSingleton(new EditorToken(settings.EditorToken.Read()));
        services.AddSingleton<PageEditor>();
        services.AddSingleton<SiteEditor>();
        services.AddExceptionHandler<BrandMoves>();
        services.AddExceptionHandler<DatabaseAway>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, SitesJson.Default));

        var app = builder.Build();
        app.MapServiceDefaults();
        app.UseAuthentication();
        app.MapApiDocument("/api/sites/openapi.json");
        app.MapSites();
        app.MapPages();
        app.MapHistory();
        app.MapForms();
        app.MapPublished();
        return app;
    }
}

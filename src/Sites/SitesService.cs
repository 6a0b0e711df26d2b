using Microsoft.EntityFrameworkCore;
using SiteBuilder.Database;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.ServiceDefaults.Tokens;
using SiteBuilder.Sites.Brands;
using SiteBuilder.Sites.Editing;
using SiteBuilder.Sites.Http;
using SiteBuilder.Sites.Publishing;
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
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(_ => settings.Database.CreateDataSource("sites"));
        services.AddDbContextFactory<SitesDatabase>((provider, options) => SitesDatabase.Configure(options, provider.GetRequiredService<Npgsql.NpgsqlDataSource>()));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<SitesDatabase>>().CreateDbContext());
        services.AddSingleton<BrandDirectory>();
        services.AddSingleton(PublishedCache.Create(settings.Redis));
        services.AddSingleton(new EditorToken(settings.EditorToken.Read()));
        services.AddScoped<PageEditor>();
        services.AddScoped<PublishedSite>();
        services.AddExceptionHandler<DatabaseAway>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, SitesJson.Default));

        var app = builder.Build();
        app.MapServiceDefaults();
        app.UseAuthentication();
        app.MapPages();
        app.MapPublished();
        return app;
    }
}

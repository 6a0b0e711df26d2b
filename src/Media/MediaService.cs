using SiteBuilder.Media.Http;
using SiteBuilder.Media.Images;
using SiteBuilder.Media.Storage;
using SiteBuilder.Media.Uploads;
using SiteBuilder.ObjectStore;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.ServiceDefaults.Documents;
using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Media;

/// <summary>The serving process: files of every brand, in a bucket.</summary>
public static class MediaService
{
    /// <summary>Composes the service; it neither listens nor connects before it is run.</summary>
    /// <exception cref="ServiceDefaults.Settings.SettingsException">A setting is missing or bad.</exception>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("media");

        var settings = MediaSettings.Read(builder.Configuration);
        builder.AddTokens(settings.Auth);
        builder.AddObjectStore(settings.ObjectStore);
        builder.AddApiDocument("Files of a brand");
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(settings.Limits);
        services.AddSingleton<MediaLibrary>();
        services.AddSingleton<PictureReader>();
        services.AddSingleton<UploadTurns>();
        services.AddSingleton<MediaIntake>();
        services.AddHostedService<IncomingSweep>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, MediaJson.Default));

        var app = builder.Build();
        app.MapServiceDefaults();
        app.UseAuthentication();
        app.MapApiDocument("/api/media/openapi.json");
        app.MapLibrary();
        app.MapFiles();
        return app;
    }
}

using SiteBuilder.ObjectStore;
using SiteBuilder.Publisher.Copying;
using SiteBuilder.Publisher.Orders;
using SiteBuilder.Publisher.Purging;
using SiteBuilder.ServiceDefaults;

namespace SiteBuilder.Publisher;

/// <summary>The worker: takes orders from the stream and copies sites into the object store. Any number may run side by side.</summary>
public static class PublisherService
{
    /// <summary>Composes the service; it neither listens nor connects before it is run.</summary>
    /// <exception cref="ServiceDefaults.Settings.SettingsException">A setting is missing or bad.</exception>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("publisher");

        var settings = PublisherSettings.Read(builder.Configuration);
        builder.AddObjectStore(settings.ObjectStore);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddHttpClient<SitesClient>(client => (client.BaseAddress, client.Timeout) = (settings.Sites, TimeSpan.FromSeconds(10)));
        services.AddHttpClient<CachePurge>(client => client.Timeout = TimeSpan.FromSeconds(10));
        services.AddSingleton<OrderStream>();
        services.AddTransient<SiteCopier>();
        services.AddHostedService<OrderWorker>();
        services.AddHealthChecks().AddCheck<RedisHealth>("redis");

        var app = builder.Build();
        app.MapServiceDefaults();
        return app;
    }
}

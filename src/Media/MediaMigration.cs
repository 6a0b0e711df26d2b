using SiteBuilder.ObjectStore;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Media;

/// <summary>The command <c>migrate</c>: makes the bucket. Safe to repeat and to run twice at once.</summary>
public static class MediaMigration
{
    /// <summary>Runs the command.</summary>
    /// <returns>0 when done, 1 when the object store did not answer in time or let nobody in.</returns>
    /// <exception cref="SettingsException">A setting is missing or bad.</exception>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("media-migrate");
        var reader = new SettingsReader(builder.Configuration, MediaSettings.Section);
        var store = ObjectStoreSettings.Read(reader);
        var patience = TimeSpan.FromSeconds(reader.Number("Migrate:WaitSeconds", 60, 0, 3600));
        reader.Check();

        await using var app = builder.Build();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(MediaMigration));
        return await new BucketMigration(store, patience, app.Services.GetRequiredService<TimeProvider>(), logger).RunAsync(cancellationToken);
    }
}

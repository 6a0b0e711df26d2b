using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.ObjectStore;

/// <summary>The command <c>migrate</c> of a service that has a bucket and no database: makes the bucket.</summary>
public static class BucketCommand
{
    /// <summary>Runs it. Safe to repeat and to run twice at once.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="section">The section of its settings.</param>
    /// <param name="args">Settings.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>0 when the bucket is there, 1 when the object store did not answer in time or let nobody in.</returns>
    /// <exception cref="SettingsException">A setting is missing or bad.</exception>
    public static async Task<int> RunAsync(string service, string section, string[] args, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults($"{service}-migrate");
        var reader = new SettingsReader(builder.Configuration, section);
        var store = ObjectStoreSettings.Read(reader);
        var patience = TimeSpan.FromSeconds(reader.Number("Migrate:WaitSeconds", 60, 0, 3600));
        reader.Check();

        await using var app = builder.Build();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(BucketCommand));
        return await new BucketMigration(store, patience, app.Services.GetRequiredService<TimeProvider>(), logger).RunAsync(cancellationToken);
    }
}

using Microsoft.EntityFrameworkCore;
using SiteBuilder.Database;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Settings;
using SiteBuilder.Sites.Migrating;
using SiteBuilder.Sites.Sharding;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites;

/// <summary>
/// The command <c>migrate</c>: brings the tables of every shard up to date and the brands of the brands file into theirs. Safe to repeat and to
/// run twice at once.
/// </summary>
public static class SitesMigration
{
    /// <summary>Runs the command.</summary>
    /// <returns>0 when done, 1 when a database did not answer in time or refused.</returns>
    /// <exception cref="SettingsException">A setting is missing or bad.</exception>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("sites-migrate");
        var reader = new SettingsReader(builder.Configuration, "Sites");
        var map = ShardMap.Read(reader);
        var file = reader.File("BrandsFile");
        var patience = TimeSpan.FromSeconds(reader.Number("Migrate:WaitSeconds", 60, 0, 3600));
        reader.Check();
        var brands = BrandsFile.Read(file);

        await using var app = builder.Build();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SitesMigration));
        var clock = app.Services.GetRequiredService<TimeProvider>();
        foreach (var (shard, settings) in map.Shards.OrderBy(shard => shard.Key, StringComparer.Ordinal))
        {
            var migration = new DatabaseMigration(settings, patience, clock, logger);
            var failed = await migration.RunAsync("sites-migrate", source => MigrateAsync(SitesDatabase.Of(source), shard, logger, cancellationToken), cancellationToken);
            if (failed != 0)
            {
                return failed;
            }
        }

        // a brand goes where a move has led it, so all tables have to be there first
        await using var shards = new Shards(map, "sites-migrate");
        var homes = 0;
        foreach (var own in await BrandSeed.PlacesAsync(shards, brands, cancellationToken))
        {
            var migration = new DatabaseMigration(map.Shards[own.Key], patience, clock, logger);
            var failed = await migration.RunAsync(
                "sites-migrate", async source => homes += await new BrandSeed(SitesDatabase.Of(source), clock).ApplyAsync([.. own], cancellationToken), cancellationToken);
            if (failed != 0)
            {
                return failed;
            }
        }

        logger.LogInformation("migrate: done; {Brands} brands in place, {Homes} new home pages", brands.Count, homes);
        return 0;
    }

    private static async Task MigrateAsync(SitesDatabase database, string shard, ILogger logger, CancellationToken cancellationToken)
    {
        await using (database)
        {
            var before = (await database.Database.GetAppliedMigrationsAsync(cancellationToken)).Count();
            await database.Database.MigrateAsync(cancellationToken);
            var after = (await database.Database.GetAppliedMigrationsAsync(cancellationToken)).Count();
            logger.LogInformation("migrate: shard {Shard}: {Migrations} migrations applied now, {Before} before", shard, after - before, before);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Npgsql;
using SiteBuilder.Database;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Settings;
using SiteBuilder.Sites.Migrating;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites;

/// <summary>The command <c>migrate</c>: brings the tables up to date and the brands of the brands file into them. Safe to repeat and to run twice at once.</summary>
public static class SitesMigration
{
    /// <summary>Runs the command.</summary>
    /// <returns>0 when done, 1 when the database did not answer in time or refused.</returns>
    /// <exception cref="SettingsException">A setting is missing or bad.</exception>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("sites-migrate");
        var reader = new SettingsReader(builder.Configuration, "Sites");
        var settings = DatabaseSettings.Read(reader);
        var file = reader.File("BrandsFile");
        var patience = TimeSpan.FromSeconds(reader.Number("Migrate:WaitSeconds", 60, 0, 3600));
        reader.Check();
        var brands = BrandsFile.Read(file);

        await using var app = builder.Build();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SitesMigration));
        var clock = app.Services.GetRequiredService<TimeProvider>();
        return await new DatabaseMigration(settings, patience, clock, logger).RunAsync(
            "sites-migrate", source => ApplyAsync(source, brands, clock, logger, cancellationToken), cancellationToken);
    }

    private static async Task ApplyAsync(
        NpgsqlDataSource source, IReadOnlyList<BrandConfig> brands, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        await using var database = new SitesDatabase(Options(source));
        var before = (await database.Database.GetAppliedMigrationsAsync(cancellationToken)).Count();
        await database.Database.MigrateAsync(cancellationToken);
        var after = (await database.Database.GetAppliedMigrationsAsync(cancellationToken)).Count();
        var homes = await new BrandSeed(database, clock).ApplyAsync(brands, cancellationToken);
        logger.LogInformation(
            "migrate: done; {Migrations} migrations applied now, {Before} before; {Brands} brands in place, {Homes} new home pages",
            after - before, before, brands.Count, homes);
    }

    private static DbContextOptions<SitesDatabase> Options(NpgsqlDataSource source)
    {
        var options = new DbContextOptionsBuilder<SitesDatabase>();
        SitesDatabase.Configure(options, source);
        return options.Options;
    }
}

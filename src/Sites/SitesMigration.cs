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
        await using var source = settings.CreateDataSource("sites-migrate");

        if (!await new DatabaseWait(settings, patience, clock, logger).UntilAnswersAsync(source, cancellationToken))
        {
            return 1;
        }

        try
        {
            await ApplyAsync(source, brands, clock, logger, cancellationToken);
            return 0;
        }
        catch (Exception problem) when (problem is NpgsqlException or DbUpdateException)
        {
            logger.LogError(
                "migrate: {Database} refused: {Reason}. What was applied before stays; set right what is named here and run migrate again.",
                settings, problem.GetBaseException().Message);
            return 1;
        }
    }

    private static async Task ApplyAsync(
        NpgsqlDataSource source, IReadOnlyList<BrandConfig> brands, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        await using var turn = await MigrationTurn.TakeAsync(source, cancellationToken);
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

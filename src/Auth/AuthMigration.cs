using Microsoft.EntityFrameworkCore;
using SiteBuilder.Auth.Accounts;
using SiteBuilder.Auth.Storage;
using SiteBuilder.Database;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Settings;
using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Auth;

/// <summary>
/// The command <c>migrate</c>: brings the tables up to date and gives every brand without an owner one, <c>owner@HOST</c> with the mounted password.
/// Safe to repeat and to run twice at once.
/// </summary>
public static class AuthMigration
{
    /// <summary>Runs the command.</summary>
    /// <returns>0 when done, 1 when the database did not answer in time or refused.</returns>
    /// <exception cref="SettingsException">A setting is missing or bad.</exception>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("auth-migrate");
        var reader = new SettingsReader(builder.Configuration, "Auth");
        var settings = DatabaseSettings.Read(reader);
        var file = reader.File("BrandsFile");
        var password = reader.File("OwnerPasswordFile");
        var patience = TimeSpan.FromSeconds(reader.Number("Migrate:WaitSeconds", 60, 0, 3600));
        reader.Check();
        var brands = BrandsFile.Read(file);

        await using var app = builder.Build();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(AuthMigration));
        var clock = app.Services.GetRequiredService<TimeProvider>();
        return await new DatabaseMigration(settings, patience, clock, logger).RunAsync(
            "auth-migrate",
            async source =>
            {
                var options = new DbContextOptionsBuilder<AuthDatabase>();
                AuthDatabase.Configure(options, source);
                await using var database = new AuthDatabase(options.Options);
                await database.Database.MigrateAsync(cancellationToken);
                var owners = await AddOwnersAsync(database, brands, password.Read(), clock, cancellationToken);
                logger.LogInformation("migrate: done; {Brands} brands, {Owners} new owners", brands.Count, owners);
            },
            cancellationToken);
    }

    private static async Task<int> AddOwnersAsync(AuthDatabase database, IReadOnlyList<BrandConfig> brands, string password, TimeProvider clock, CancellationToken cancellationToken)
    {
        var accounts = new Accounts.Accounts(database, new Passwords(), clock);
        var added = 0;
        foreach (var brand in brands)
        {
            if (!await database.Users.AnyAsync(user => user.Brand == brand.Name && user.Role == BrandRole.Owner, cancellationToken)
                && await accounts.AddAsync(brand.Name, new Credentials($"owner@{brand.Hosts[0].ToLowerInvariant()}", password), BrandRole.Owner, cancellationToken))
            {
                added++;
            }
        }

        return added;
    }
}

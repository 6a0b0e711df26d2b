using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.EntityFrameworkCore;
using SiteBuilder.Auth.Accounts;
using SiteBuilder.Auth.Http;
using SiteBuilder.Auth.Signing;
using SiteBuilder.Auth.Storage;
using SiteBuilder.Database;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.ServiceDefaults.Documents;
using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Auth;

/// <summary>The serving process: users of every brand, their tokens, and the keys to check them with.</summary>
public static class AuthService
{
    /// <summary>Composes the service; it neither listens nor connects before it is run.</summary>
    /// <exception cref="ServiceDefaults.Settings.SettingsException">A setting is missing or bad.</exception>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("auth");
        builder.AddTokens(_ => { });
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<KeyRing>((jwt, keys) => jwt.ConfigurationManager = new OwnKeys(keys));

        builder.AddApiDocument("Users of a brand and their sessions");

        var settings = AuthSettings.Read(builder.Configuration);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(_ => settings.Database.CreateDataSource("auth"));
        services.AddDbContextFactory<AuthDatabase>((provider, options) => AuthDatabase.Configure(options, provider.GetRequiredService<Npgsql.NpgsqlDataSource>()));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<AuthDatabase>>().CreateDbContext());
        services.AddSingleton(new KeyProtection(settings.KeyEncryption));
        services.AddSingleton<KeyRing>();
        services.AddSingleton<Passwords>();
        services.AddScoped<Accounts.Accounts>();
        services.AddScoped<Sessions>();
        services.AddExceptionHandler<DatabaseAway>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AuthJson.Default));

        var app = builder.Build();
        app.MapServiceDefaults();
        app.UseAuthentication();
        app.MapApiDocument("/api/auth/openapi.json");
        app.MapKeys();
        app.MapAccounts();
        app.MapUsers();
        return app;
    }
}

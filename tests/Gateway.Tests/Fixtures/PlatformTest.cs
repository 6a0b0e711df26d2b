using Microsoft.IdentityModel.Tokens;
using SiteBuilder.Auth.Tests;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>The base of tests with the whole API: real Auth and Sites, each with a database of its own, behind the gateway.</summary>
public abstract class PlatformTest(PostgresServer postgres) : AuthTest(postgres)
{
    internal SitesRun SitesRun { get; private set; } = null!;

    internal GatewayRun GatewayRun { get; private set; } = null!;

    protected TestDatabase SitesDatabase { get; private set; } = null!;

    protected RunningService Sites { get; private set; } = null!;

    protected RunningService Gateway { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SitesDatabase = await Postgres.CreateDatabaseAsync();
        SitesRun = new SitesRun(SitesDatabase) { Auth = Auth.Traffic };
        (await SitesRun.MigrateAsync()).ShouldBe(0);
        Sites = await SitesRun.StartAsync();
        GatewayRun = new GatewayRun(Auth.Traffic, Sites.Traffic, PathOf("brands.json"));
        Gateway = await GatewayRun.StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var service in (RunningService?[])[Gateway, Sites])
        {
            if (service is not null)
            {
                await service.DisposeAsync();
            }
        }

        SitesRun?.Dispose();
        await base.DisposeAsync();
    }

    protected static object Page(string title) => new { title, blocks = new[] { new { type = "text", text = "Some words." } } };

    /// <summary>A token that Auth's own key signed.</summary>
    protected async Task<string> SignAsync(DateTime expires, string brand = "acme")
    {
        var keys = (SiteBuilder.Auth.Signing.KeyRing)Auth.App.Services.GetService(typeof(SiteBuilder.Auth.Signing.KeyRing))!;
        return AccessTokens.Write(await keys.SigningAsync(CancellationToken.None), expires, brand);
    }

    /// <summary>A token that somebody else signed with a key of their own, under the name of Auth's.</summary>
    protected async Task<string> ForgeAsync(string brand = "acme")
    {
        var real = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(await OwnerTokenAsync());
        using var own = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var key = new ECDsaSecurityKey(own) { KeyId = real.Kid, CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        return AccessTokens.Write(new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256), DateTime.UtcNow.AddMinutes(5), brand);
    }
}

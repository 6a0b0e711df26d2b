using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Tests.Fixtures;

/// <summary>Signs access tokens and publishes the key where services look for it, as Auth does.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    private const string KeysPath = "/keys";

    private static readonly JsonWebTokenHandler Handler = new();

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsaSecurityKey _securityKey;
    private RunningService _service = null!;

    private TokenIssuer() => _securityKey = new ECDsaSecurityKey(_key) { KeyId = "test" };

    /// <summary>Where services reach it.</summary>
    public Uri Address => _service.Traffic;

    /// <summary>Starts it.</summary>
    public static async Task<TokenIssuer> StartAsync()
    {
        var issuer = new TokenIssuer();
        var builder = WebApplication.CreateSlimBuilder(RunningService.CommonArguments());
        builder.AddServiceDefaults("issuer");
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGet(TokenClaims.MetadataPath, (HttpRequest request) => TypedResults.Json(new Dictionary<string, string>
        {
            ["issuer"] = TokenClaims.Issuer,
            ["jwks_uri"] = $"http://{request.Host}{KeysPath}",
        }));
        app.MapGet(KeysPath, () =>
        {
            var key = issuer._key.ExportParameters(includePrivateParameters: false);
            return TypedResults.Json(new
            {
                keys = new[] { new { kid = "test", kty = "EC", use = "sig", alg = "ES256", crv = "P-256", x = Base64UrlEncoder.Encode(key.Q.X), y = Base64UrlEncoder.Encode(key.Q.Y) } },
            });
        });
        issuer._service = await RunningService.StartAsync(app);
        return issuer;
    }

    /// <summary>A token of a user of a brand.</summary>
    public string Token(string brand, BrandRole role) => Handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = TokenClaims.Issuer,
        Audience = brand,
        Expires = DateTime.UtcNow.AddMinutes(15),
        SigningCredentials = new SigningCredentials(_securityKey, SecurityAlgorithms.EcdsaSha256),
        Claims = new Dictionary<string, object>
        {
            [TokenClaims.User] = Guid.NewGuid().ToString(),
            [TokenClaims.Brand] = brand,
            [TokenClaims.Role] = role.ToString().ToLowerInvariant(),
        },
    });

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _key.Dispose();
    }
}

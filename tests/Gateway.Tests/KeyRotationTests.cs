using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;
using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.ServiceDefaults.Tokens;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests;

/// <summary>Auth goes on to another key, as it does every month and when its secret is rotated.</summary>
[Trait("Suite", "Service")]
public sealed class KeyRotationTests : GatewayTest
{
    private readonly List<ECDsaSecurityKey> _published = [];

    [Fact]
    public async Task A_token_of_a_new_key_is_believed_with_its_first_request()
    {
        var gateway = await StartAsync();
        var old = Publish("old");
        (await AskAsync(gateway, old)).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(gateway, Publish("next"))).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(gateway, old)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tokens_that_name_keys_which_never_were_keep_a_new_one_away_for_a_moment_at_most()
    {
        var gateway = await StartAsync();
        (await AskAsync(gateway, Publish("old"))).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(gateway, Key("never-was"))).ShouldBe(HttpStatusCode.Unauthorized);
        var next = Publish("next");
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        for (var tries = 0; await AskAsync(gateway, next) != HttpStatusCode.OK; tries++)
        {
            tries.ShouldBeLessThan(100);
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<RunningService> StartAsync() => await GatewayAsync(Keep(await StandInService.StartAsync(AnswerAsync)).Address);

    private ECDsaSecurityKey Publish(string id)
    {
        var key = Key(id);
        _published.Add(key);
        return key;
    }

    private static ECDsaSecurityKey Key(string id) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = id };

    private static async Task<HttpStatusCode> AskAsync(RunningService gateway, ECDsaSecurityKey key)
    {
        var token = AccessTokens.Write(new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256), DateTime.UtcNow.AddMinutes(5), "acme");
        return (await gateway.Client("acme.test", token).GetAsync("/api/sites/main/pages")).StatusCode;
    }

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        TokenClaims.MetadataPath => context.Response.WriteAsJsonAsync(new { issuer = TokenClaims.Issuer, jwks_uri = $"http://{context.Request.Host}/keys" }),
        "/keys" => context.Response.WriteAsJsonAsync(new { keys = _published.Select(View) }),
        _ => Task.CompletedTask,
    };

    private static object View(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new { kid = key.KeyId, kty = "EC", use = "sig", alg = "ES256", crv = "P-256", x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) };
    }
}

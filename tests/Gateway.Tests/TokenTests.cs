using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests;

/// <summary>What the gateway does with tokens, seen from a service behind it.</summary>
[Trait("Suite", "Service")]
public sealed class TokenTests(PostgresServer postgres) : PlatformTest(postgres)
{
    private const string NotGood = "401 The access token is not good. It was not given out here, or was changed. Log in again.";
    private const string Expired = "401 The access token has expired. Ask for new tokens with the refresh token, or log in again.";
    private const string OtherBrand = "403 The access token is for another brand. Log in at the brand whose host you ask.";
    private const string NoKeys = "503 Access tokens cannot be checked now. Try again in a moment, or ask without a token.";

    private StandInService _service = null!;
    private RunningService _gateway = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _service = await StandInService.StartAsync();
        _gateway = await (GatewayRun with { Sites = _service.Address }).StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_good_token_passes_at_its_brand_alone()
    {
        var token = await OwnerTokenAsync();
        (await AskAsync(token, "acme.test")).ShouldBe("answered");
        (await AskAsync(token, "www.acme.test")).ShouldBe("answered");
        (await AskAsync(token, "globex.test")).ShouldBe(OtherBrand);
        _service.Received.Count.ShouldBe(2);
        _service.Received.ShouldAllBe(request => request.Headers["Authorization"] == $"Bearer {token}");
    }

    [Fact]
    public async Task A_token_that_is_forged_changed_or_unsigned_ends_here()
    {
        var parts = (await OwnerTokenAsync()).Split('.');
        var promoted = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("acme", "globex", StringComparison.Ordinal));
        string[] tokens =
        [
            await ForgeAsync(),
            AccessTokens.Write(new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(new string('k', 64))), SecurityAlgorithms.HmacSha256), DateTime.UtcNow.AddMinutes(5), "globex"),
            AccessTokens.Write(null, DateTime.UtcNow.AddMinutes(5), "globex"),
            $"{parts[0]}.{promoted}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.",
            $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}",
            "..",
            "a.b",
        ];
        foreach (var token in tokens)
        {
            (await AskAsync(token, "globex.test")).ShouldBe(NotGood, token);
        }

        _service.Received.ShouldBeEmpty();
        (await _gateway.Client("acme.test", "a.b.c").GetAsync("/api/x")).Headers.WwwAuthenticate.ToString().ShouldBe("Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task An_expired_token_is_told_so()
    {
        (await AskAsync(await SignAsync(DateTime.UtcNow.AddMinutes(-1)), "acme.test")).ShouldBe(Expired);
        _service.Received.ShouldBeEmpty();
        (await AskAsync(await SignAsync(DateTime.UtcNow.AddMinutes(1)), "acme.test")).ShouldBe("answered");
    }

    [Fact]
    public async Task Without_a_token_or_with_one_of_another_kind_the_service_decides()
    {
        (await AskAsync(null, "acme.test")).ShouldBe("answered");
        (await AskAsync(SitesRun.Token, "acme.test")).ShouldBe("answered");
        _service.Received.Select(request => request.Headers.GetValueOrDefault("Authorization")).ShouldBe([null, $"Bearer {SitesRun.Token}"]);
        (await Gateway.Client("acme.test", SitesRun.Token).PutAsJsonAsync("/api/sites/main/pages/about", Page("About"))).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await Gateway.Client("acme.test", "not-the-editor-token").PutAsJsonAsync("/api/sites/main/pages/about", Page("About"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task While_keys_were_never_seen_tokens_wait_and_others_pass()
    {
        var token = await OwnerTokenAsync();
        await using var stranger = await (GatewayRun with { Auth = new Uri($"http://127.0.0.1:{FreePort.Take()}"), Sites = _service.Address }).StartAsync();
        var answer = await stranger.Client("acme.test", token).GetAsync("/api/x");
        (await Problems.ReadAsync(answer)).ShouldBe(NoKeys);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        _service.Received.ShouldBeEmpty();
        (await stranger.Client("acme.test", SitesRun.Token).GetStringAsync("/api/x")).ShouldBe("answered");
    }

    [Fact]
    public async Task Keys_that_are_known_serve_while_auth_is_away()
    {
        var token = await OwnerTokenAsync();
        var forged = await ForgeAsync();
        (await AskAsync(token, "acme.test")).ShouldBe("answered");
        await Auth.App.StopAsync(TestContext.Current.CancellationToken);
        (await AskAsync(token, "acme.test")).ShouldBe("answered");
        (await AskAsync(forged, "acme.test")).ShouldBe(NotGood);
    }

    private async Task<string> AskAsync(string? token, string host)
    {
        var answer = await _gateway.Client(host, token).GetAsync("/api/x");
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : await Problems.ReadAsync(answer);
    }
}

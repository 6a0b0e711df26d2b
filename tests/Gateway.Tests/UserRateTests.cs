using System.Net;
using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests;

[Trait("Suite", "Service")]
public sealed class UserRateTests(PostgresServer postgres) : PlatformTest(postgres)
{
    [Fact]
    public async Task A_user_counts_as_one_wherever_the_requests_come_from_and_two_users_behind_one_address_as_two()
    {
        await using var gateway = await GatewayRun.StartAsync("--Gateway:Limits:CallerPerSecond=1");
        await PostAsync("register", new { email = "ann@example.org", password = Password });
        var ann = (await LogInAsync("ann@example.org"))["access_token"]!.GetValue<string>();
        var owner = await OwnerTokenAsync();
        var many = await Task.WhenAll(Enumerable.Range(1, 60).Select(number => GetAsync(gateway, owner, $"192.0.2.{number}")));
        many.ShouldContain(HttpStatusCode.TooManyRequests);
        (await GetAsync(gateway, ann, "192.0.2.1")).ShouldBe(HttpStatusCode.OK);
        (await GetAsync(gateway, null, "192.0.2.1")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tokens_that_do_not_serve_count_for_the_address_that_sends_them()
    {
        await using var gateway = await GatewayRun.StartAsync("--Gateway:Limits:CallerPerSecond=1");
        var tokens = Enumerable.Range(1, 60).Select(number => $"eyJhbGciOiJFUzI1NiJ9.e30.{number}");
        var many = await Task.WhenAll(tokens.Select(token => GetAsync(gateway, token, "192.0.2.1")));
        many.ShouldContain(HttpStatusCode.Unauthorized);
        many.ShouldContain(HttpStatusCode.TooManyRequests);
    }

    private static async Task<HttpStatusCode> GetAsync(RunningService gateway, string? token, string forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sites/main/pages");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        return (await gateway.Client("acme.test", token).SendAsync(request)).StatusCode;
    }
}

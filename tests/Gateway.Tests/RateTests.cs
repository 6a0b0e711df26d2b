using System.Net;
using System.Net.Http.Headers;
using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests;

/// <summary>Limits so low that a few requests reach them; a minute's limit is used where the clock must not matter.</summary>
[Trait("Suite", "Service")]
public sealed class RateTests : GatewayTest
{
    [Fact]
    public async Task Passwords_are_tried_a_few_times_a_minute_by_an_address_at_a_brand()
    {
        var gateway = await StartAsync(3);
        string[] paths = ["/api/auth/login", "/api/auth/LOGIN/", "/api/auth/log%69n"];
        foreach (var path in paths)
        {
            (await PostAsync(gateway, path, "192.0.2.1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var refused = await PostAsync(gateway, "/api/auth/login", "192.0.2.1");
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var seconds = refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
        seconds.ShouldBeInRange(1, 60);
        (await Problems.ReadAsync(refused)).ShouldBe($"429 Too many requests. Wait {seconds} s before the next one.");

        (await PostAsync(gateway, "/api/auth/refresh", "192.0.2.1")).StatusCode.ShouldBe(HttpStatusCode.OK, "no password is tried there");
        (await PostAsync(gateway, "/api/auth/login", "192.0.2.2")).StatusCode.ShouldBe(HttpStatusCode.OK, "another address");
        (await PostAsync(gateway, "/api/auth/login", "192.0.2.1", "globex.test")).StatusCode.ShouldBe(HttpStatusCode.OK, "another brand");
    }

    [Theory]
    [InlineData(1, "192.0.2.1", "192.0.2.1", true)]
    [InlineData(1, "198.51.100.7, 192.0.2.1", "203.0.113.9, 192.0.2.1", true)]
    [InlineData(1, "192.0.2.1, 198.51.100.7", "192.0.2.1, 203.0.113.9", false)]
    [InlineData(2, "192.0.2.1, 198.51.100.7", "192.0.2.1, 203.0.113.9", true)]
    [InlineData(2, "10.1.1.1, 192.0.2.1, 198.51.100.7", "10.2.2.2, 192.0.2.1, 198.51.100.7", true)]
    [InlineData(0, "192.0.2.1", "198.51.100.7", true)]
    [InlineData(1, "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData(1, "2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData(1, "::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData(1, "nonsense", "more nonsense", true)]
    public async Task An_address_is_what_trusted_proxies_say(int hops, string first, string second, bool same)
    {
        var gateway = await StartAsync(1, $"--Gateway:TrustedHops={hops}");
        (await PostAsync(gateway, "/api/auth/login", first)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(gateway, "/api/auth/login", second)).StatusCode.ShouldBe(same ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_address_that_asks_too_often_leaves_the_brand_to_others()
    {
        var gateway = await StartAsync("--Gateway:Limits:CallerPerSecond=1", "--Gateway:Limits:BrandPerSecond=10");
        var greedy = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => GetAsync(gateway, "192.0.2.1")));
        greedy.ShouldContain(HttpStatusCode.TooManyRequests);
        (await GetAsync(gateway, "192.0.2.2")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_brand_that_is_asked_too_often_leaves_the_gateway_to_others()
    {
        var gateway = await StartAsync("--Gateway:Limits:BrandPerSecond=1");
        var all = await Task.WhenAll(Enumerable.Range(1, 60).Select(number => GetAsync(gateway, $"192.0.2.{number}")));
        all.ShouldContain(HttpStatusCode.TooManyRequests);
        (await GetAsync(gateway, "192.0.2.1", "globex.test")).ShouldBe(HttpStatusCode.OK);
    }

    private async Task<RunningService> StartAsync(params string[] own) => await GatewayAsync(Keep(await StandInService.StartAsync()).Address, own);

    private async Task<RunningService> StartAsync(int logInsPerMinute, params string[] own) =>
        await GatewayAsync(Keep(await StandInService.StartAsync()).Address, run => run with { LogInsPerMinute = logInsPerMinute }, own);

    private static async Task<HttpStatusCode> GetAsync(RunningService gateway, string forwardedFor, string host = "acme.test")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sites/main/pages");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        return (await gateway.Client(host).SendAsync(request)).StatusCode;
    }

    private static Task<HttpResponseMessage> PostAsync(RunningService gateway, string path, string forwardedFor, string host = "acme.test")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json")) };
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        return gateway.Client(host).SendAsync(request);
    }
}

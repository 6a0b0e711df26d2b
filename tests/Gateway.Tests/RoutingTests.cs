using System.Net;
using System.Net.Http.Json;
using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests;

[Trait("Suite", "Service")]
public sealed class RoutingTests(PostgresServer postgres) : PlatformTest(postgres)
{
    [Fact]
    public async Task Who_logs_in_through_the_gateway_writes_and_publishes_through_it()
    {
        var login = await Gateway.Client("acme.test").PostAsJsonAsync("/api/auth/login", new { email = "owner@acme.test", password = OwnerPassword });
        var token = (await JsonAsync(login))["access_token"]!.GetValue<string>();
        var owner = Gateway.Client("acme.test:8080", token);
        (await owner.PutAsJsonAsync("/api/sites/main/pages/about", Page("About"))).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await Gateway.Client("acme.test").GetAsync("/api/sites/main/pages/about")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "it is a draft still");
        (await owner.PostAsync("/api/sites/main/pages/about/publish", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await JsonAsync(await Gateway.Client("www.acme.test").GetAsync("/api/sites/main/pages/about")))["title"]!.GetValue<string>().ShouldBe("About");
        (await Gateway.Client("globex.test").GetAsync("/api/sites/main/pages/about")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_host_of_no_brand_is_named()
    {
        var answer = await Gateway.Client("nobody.test").GetAsync("/api/sites/main/pages");
        (await Problems.ReadAsync(answer)).ShouldBe("404 No brand has this host. The host 'nobody.test' belongs to no brand. Ask for one of a brand's hosts.");
    }

    [Theory]
    [InlineData("/internal/published?host=globex.test&path=/")]
    [InlineData("/api/../internal/published?host=globex.test&path=/")]
    [InlineData("/api/%2e%2e/internal/published?host=globex.test&path=/")]
    [InlineData("/api/%252e%252e/internal/published?host=globex.test&path=/")]
    [InlineData("/api/..%2finternal/published?host=globex.test&path=/")]
    [InlineData("/api/..%5cinternal/published?host=globex.test&path=/")]
    [InlineData("/api/auth/%2e%2e/%2e%2e/internal/published?host=globex.test&path=/")]
    [InlineData("/api/sites/main/pages/..;/../internal/published?host=globex.test&path=/")]
    [InlineData("//internal/published?host=globex.test&path=/")]
    [InlineData("/metrics")]
    [InlineData("/health/ready")]
    [InlineData("/")]
    public async Task Only_the_api_is_reached_from_outside(string target)
    {
        using var client = new StrictClient(() => Gateway.Traffic.Port, "acme.test");
        var answer = await client.SendAsync("GET", target);
        answer.Status.ShouldBe(404, answer.Body);
        (await Sites.Client("acme.test").GetAsync("/internal/published?host=globex.test&path=/")).StatusCode.ShouldBe(HttpStatusCode.OK, "there is something to reach");
    }

    [Fact]
    public async Task Requests_are_counted_by_route_and_brand()
    {
        await Gateway.Client("acme.test").GetAsync("/api/sites/main/pages/home");
        await Gateway.Client("globex.test").GetAsync("/api/auth/users");
        await Gateway.Client("nobody.test").GetAsync("/api/sites/main/pages");
        var counts = (await Gateway.Management.GetStringAsync("/metrics")).Split('\n').Where(line => line.StartsWith("http_request_duration_seconds_count", StringComparison.Ordinal));
        counts.Order(StringComparer.Ordinal).ShouldBe([
            """http_request_duration_seconds_count{method="GET",route="/api/auth/{**rest}",status="401",brand="globex"} 1""",
            """http_request_duration_seconds_count{method="GET",route="/api/{**rest}",status="200",brand="acme"} 1""",
            """http_request_duration_seconds_count{method="GET",route="/api/{**rest}",status="404",brand="none"} 1""",
        ]);
    }

    [Fact]
    public async Task Answers_carry_security_headers_once()
    {
        var answer = await Gateway.Client("acme.test").GetAsync("/api/sites/main/pages");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; frame-ancestors 'none'"]);
        answer.Headers.GetValues("X-Correlation-ID").ShouldHaveSingleItem();
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public void A_gateway_without_settings_names_all_that_is_missing() =>
        Should.Throw<ServiceDefaults.Settings.SettingsException>(() => GatewayService.Create(["--Gateway:TrustedHops=many"])).Problems.ShouldBe([
            "Gateway:BrandsFile is not set (environment variable Gateway__BrandsFile)",
            "Gateway:RoutesFile is not set (environment variable Gateway__RoutesFile)",
            "Gateway:Auth is not set (environment variable Gateway__Auth)",
            "Gateway:TrustedHops is 'many', expected a whole number from 0 to 10 (environment variable Gateway__TrustedHops)",
        ]);
}

using System.Net;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Storefront.Tests;

[Trait("Suite", "Service")]
public sealed class OutageTests(PostgresServer postgres) : StorefrontTest(postgres)
{
    [Fact]
    public async Task While_sites_is_away_pages_seen_before_are_shown_and_others_are_a_503()
    {
        await using var door = new Door(Sites.Traffic.Port);
        door.Open();
        await using var storefront = await StartAsync(new Uri($"http://127.0.0.1:{door.Port}"));
        var browser = storefront.Client("acme.test");
        await PublishAsync("acme.test", "about", Page("About"));
        var seen = await browser.GetStringAsync("/");

        door.Shut();
        (await browser.GetStringAsync("/")).ShouldBe(seen);
        var unseen = await browser.GetAsync("/about");
        unseen.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        unseen.Headers.RetryAfter!.ToString().ShouldBe("5");
        (await unseen.Content.ReadAsStringAsync()).ShouldContain("<h1>Back in a moment</h1>");
        (await storefront.Management.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        door.Open();
        (await browser.GetStringAsync("/about")).ShouldContain("<h1>About</h1>");
        var answers = (await storefront.Management.GetStringAsync("/metrics")).Split('\n').Where(line => line.StartsWith("storefront_answers_total{", StringComparison.Ordinal));
        answers.Order(StringComparer.Ordinal).ShouldBe([
            """storefront_answers_total{source="last-good"} 1""",
            """storefront_answers_total{source="nowhere"} 1""",
            """storefront_answers_total{source="sites"} 2""",
        ]);
    }

    [Fact]
    public async Task An_error_of_sites_is_an_outage_and_not_an_empty_site()
    {
        var seen = await Browser().GetStringAsync("/");
        await Database.ScalarAsync("alter table pages rename to pages_away");

        (await Browser().GetStringAsync("/")).ShouldBe(seen);
        (await Browser().GetAsync("/about")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_page_that_is_gone_does_not_come_back_in_an_outage()
    {
        await PublishAsync("acme.test", "about", Page("About"));
        (await Browser().GetAsync("/about")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Editor().DeleteAsync("/api/sites/main/pages/about")).EnsureSuccessStatusCode();
        (await Browser().GetAsync("/about")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await Database.ScalarAsync("alter table pages rename to pages_away");
        (await Browser().GetAsync("/about")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Ready_only_when_sites_has_answered_once()
    {
        await using var door = new Door(Sites.Traffic.Port);
        await using var storefront = await StartAsync(new Uri($"http://127.0.0.1:{door.Port}"));
        (await storefront.Management.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var waiting = await storefront.Management.GetAsync("/health/ready");
        waiting.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await waiting.Content.ReadAsStringAsync()).ShouldBe("""{"status":"Unhealthy","checks":{"shutdown":"serving","sites":"has not answered yet"}}""");

        door.Open();
        (await storefront.Client("acme.test").GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await storefront.Management.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void A_bad_address_of_sites_is_one_clear_message() =>
        Should.Throw<ServiceDefaults.Settings.SettingsException>(() => StorefrontService.Create(["--Storefront:Sites=sites:8080"])).Message.ShouldBe("""
            cannot start with these settings:
              - Storefront:Sites is 'sites:8080', expected a URL such as http://sites.backend:8080 (environment variable Storefront__Sites)
              - Storefront:Api is not set (environment variable Storefront__Api)
            """);
}

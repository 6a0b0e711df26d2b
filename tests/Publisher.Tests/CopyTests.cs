using System.Net;
using System.Text.Json;
using SiteBuilder.Rendering.Copies;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Publisher.Tests;

[Trait("Suite", "Service")]
public sealed class CopyTests(PostgresServer postgres, ObjectStorageServer storage) : PublisherTest(postgres, storage)
{
    [Fact]
    public async Task Every_site_is_copied_and_the_copy_follows_what_is_published()
    {
        await using var publisher = await StartPublisherAsync();
        await UntilAsync(async () => await SiteAsync("acme") is not null && await SiteAsync("globex") is not null, "both brands are copied");
        (await SiteAsync("acme"))!.Pages.Keys.ShouldBe(["home"]);

        await PublishAsync("about", "About us");
        await UntilAsync(async () => (await SiteAsync("acme"))!.Pages.ContainsKey("about"), "the new page is copied");
        var about = await BodyAsync("acme", (await SiteAsync("acme"))!.Pages["about"].Tag);
        about.ShouldContain("<h1>About us</h1>");
        (await SiteAsync("globex"))!.Pages.Keys.ShouldBe(["home"]);
    }

    [Fact]
    public async Task A_site_that_is_gone_leaves_no_copy()
    {
        (await Sites.Client("acme.test", SitesRun.Token).PutAsync("/api/sites/summer", new StringContent("{}"))).EnsureSuccessStatusCode();
        await PublishAsync("home", "Sun", "summer");
        await using var publisher = await StartPublisherAsync();
        await UntilAsync(async () => await SiteAsync("acme", "summer") is { Pages.Count: 1 }, "the site is copied");

        (await Sites.Client("acme.test", SitesRun.Token).DeleteAsync("/api/sites/summer")).EnsureSuccessStatusCode();
        await UntilAsync(async () => (await KeysAsync("sites/acme/summer/")).Count == 0, "nothing of it is left");
    }

    [Fact]
    public async Task Storefront_shows_copies_while_Sites_is_away_and_draws_what_is_not_copied()
    {
        await using var storefront = await StartStorefrontAsync();
        var visitor = storefront.Client("acme.test");
        // nobody copies yet
        (await visitor.GetStringAsync("/")).ShouldContain("<h1>Welcome to Acme</h1>");
        var drawn = await visitor.GetAsync("/");

        await using (var publisher = await StartPublisherAsync())
        {
            await UntilAsync(async () => await SiteAsync("acme") is not null, "the brand is copied");
            await UntilAsync(async () =>
            {
                await visitor.GetAsync("/");
                return await CountAsync(storefront, "storefront_answers_total{source=\"copy\"}") > 0;
            }, "the copy is shown");
        }

        var copied = await visitor.GetAsync("/");
        copied.Headers.ETag.ShouldBe(drawn.Headers.ETag);
        copied.Headers.GetValues("Content-Security-Policy").ShouldBe(drawn.Headers.GetValues("Content-Security-Policy"));
        (await copied.Content.ReadAsStringAsync()).ShouldBe(await drawn.Content.ReadAsStringAsync());
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(copied.Headers.ETag!);
        (await visitor.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);

        await Sites.App.StopAsync();
        (await visitor.GetStringAsync("/")).ShouldContain("<h1>Welcome to Acme</h1>");
        (await storefront.Client("globex.test").GetStringAsync("/")).ShouldContain("<h1>Welcome to Globex</h1>");
        (await visitor.GetAsync("/never-copied")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Pages_that_did_not_change_are_not_written_again()
    {
        await using var publisher = await StartPublisherAsync();
        await UntilAsync(async () => await SiteAsync("acme") is not null, "the brand is copied");
        var before = await SiteAsync("acme");

        await OnRedisAsync(redis => redis.StreamAddAsync("publishing", [new("brand", "acme"), new("site", "main")]));
        await UntilAsync(async () => await CountAsync(publisher, "publisher_orders_total{result=\"unchanged\"}") > 0, "the order is done");
        (await SiteAsync("acme"))!.At.ShouldBe(before!.At);
    }

    private async Task<CopiedSite?> SiteAsync(string brand, string site = "main")
    {
        using var found = await Bucket.GetAsync(CopyKeys.Site(brand, site), null, TestContext.Current.CancellationToken);
        return found is null ? null : await JsonSerializer.DeserializeAsync(found.Content, CopiesJson.Default.CopiedSite);
    }

    private async Task<string> BodyAsync(string brand, string tag)
    {
        using var found = await Bucket.GetAsync(CopyKeys.Page(brand, "main", tag), null, TestContext.Current.CancellationToken);
        found.ShouldNotBeNull();
        found.Object.Facts.CacheControl.ShouldBe("public, max-age=31536000, immutable");
        using var reader = new StreamReader(found.Content);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}

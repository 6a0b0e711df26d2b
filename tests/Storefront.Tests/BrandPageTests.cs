using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Storefront.Tests;

[Trait("Suite", "Service")]
public sealed class BrandPageTests(PostgresServer postgres) : StorefrontTest(postgres)
{
    [Theory]
    [InlineData("acme.test", "<h1>Welcome to Acme</h1>", "--accent:#1d4ed8")]
    [InlineData("www.ACME.test:8080", "<h1>Welcome to Acme</h1>", "--accent:#1d4ed8")]
    [InlineData("globex.test", "<h1>Welcome to Globex</h1>", "--accent:#047857")]
    public async Task Each_host_shows_the_home_page_of_its_brand_in_its_theme(string host, string heading, string accent)
    {
        var html = await Browser(host).GetStringAsync("/");
        html.ShouldContain(heading);
        html.ShouldContain(accent);
    }

    [Fact]
    public async Task A_published_page_is_shown_at_once_and_enters_the_navigation()
    {
        (await Browser().GetAsync("/about")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await PublishAsync("acme.test", "about", Page("About <us>"));

        (await Browser().GetStringAsync("/about")).ShouldContain("<h1>About &lt;us&gt;</h1>");
        (await Browser().GetStringAsync("/")).ShouldContain("""<a href="/about">About &lt;us&gt;</a>""");
        (await Browser("globex.test").GetAsync("/about")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/nothing/deep/down")]
    [InlineData("/%3Cscript%3E")]
    [InlineData("/About")]
    public async Task What_is_not_published_is_a_404_in_the_theme_of_the_brand(string path)
    {
        var answer = await Browser("globex.test").GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Headers.CacheControl!.ToString().ShouldBe("no-store");
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain("<h1>This page is not here</h1>");
        html.ShouldContain("--accent:#047857");
        html.ShouldNotContain("<script");
    }

    [Fact]
    public async Task A_host_that_belongs_to_nobody_is_a_404_that_names_it()
    {
        var answer = await Browser("nobody.test").GetAsync("/");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Nobody has set up a site for nobody.test.");
    }

    [Fact]
    public async Task A_page_that_the_visitor_has_is_not_sent_again_until_it_changes()
    {
        var first = await Browser().GetAsync("/");
        first.Headers.CacheControl!.ToString().ShouldBe("public, no-cache");
        (await AskAgainAsync(first)).StatusCode.ShouldBe(HttpStatusCode.NotModified);

        await PublishAsync("acme.test", "home", Page("Changed"));
        var changed = await AskAgainAsync(first);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await changed.Content.ReadAsStringAsync()).ShouldContain("<h1>Changed</h1>");
    }

    [Fact]
    public async Task The_policy_lets_in_the_style_sheet_of_the_page_and_no_script()
    {
        var answer = await Browser().GetAsync("/");
        var html = await answer.Content.ReadAsStringAsync();
        var style = html[(html.IndexOf("<style>", StringComparison.Ordinal) + 7)..html.IndexOf("</style>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(
            $"default-src 'none'; style-src 'sha256-{hash}'; img-src 'self' https:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    }

    [Fact]
    public async Task Head_answers_like_get_without_a_body()
    {
        using var head = new HttpRequestMessage(HttpMethod.Head, "/");
        var answer = await Browser().SendAsync(head);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.ETag.ShouldBe((await Browser().GetAsync("/")).Headers.ETag);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_home_page_has_one_address()
    {
        var answer = await Browser().GetAsync("/home");
        answer.StatusCode.ShouldBe(HttpStatusCode.MovedPermanently);
        answer.Headers.Location!.ToString().ShouldBe("/");
    }

    [Fact]
    public async Task Search_engines_find_every_published_page()
    {
        await PublishAsync("acme.test", "about", Page("About"));
        (await Browser().GetStringAsync("/robots.txt")).ShouldBe("User-agent: *\nAllow: /\nSitemap: http://acme.test/sitemap.xml\n");

        var sitemap = XDocument.Parse(await Browser().GetStringAsync("/sitemap.xml"));
        sitemap.Descendants(XName.Get("loc", "http://www.sitemaps.org/schemas/sitemap/0.9")).Select(place => place.Value)
            .ShouldBe(["http://acme.test/", "http://acme.test/about"]);
    }

    private async Task<HttpResponseMessage> AskAgainAsync(HttpResponseMessage seen)
    {
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(seen.Headers.ETag!);
        return await Browser().SendAsync(again);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Storefront.Tests.Editor;

[Trait("Suite", "Service")]
public sealed class SitesListTests(PostgresServer postgres) : EditorTest(postgres)
{
    [Fact]
    public async Task Every_page_of_the_brand_is_listed_with_what_visitors_see_of_it()
    {
        await NewPageAsync();
        using var home = new HttpRequestMessage(HttpMethod.Put, "/api/sites/main/pages/home") { Content = JsonContent.Create(Page("Changed")) };
        home.Headers.IfMatch.Add(new("\"1\""));
        (await Tool().SendAsync(home)).EnsureSuccessStatusCode();
        var list = await (await OwnerAsync()).ReadAsync("/edit");
        list.ShouldContain("""<a class="title" href="/edit/sites/main/pages/about">About</a> <span class="slug">about</span> <span class="state draft">Draft</span>""");
        list.ShouldContain("""<a class="title" href="/edit/sites/main/pages/home">Changed</a> <span class="slug">home</span> <span class="state changed">Changed since it was published</span>""");
        (await (await OwnerAsync("globex.test")).ReadAsync("/edit")).ShouldNotContain("About");
    }

    [Theory]
    [InlineData("Über uns & Café", "", "uber-uns-cafe")]
    [InlineData("About us", "who", "who")]
    public async Task A_new_page_gets_an_address_from_its_title_unless_one_is_given(string title, string name, string slug)
    {
        var owner = await OwnerAsync();
        var answer = await owner.SendAsync("/edit/sites/main/pages", ("title", title), ("name", name));
        answer.Headers.Location!.OriginalString.ShouldBe($"/edit/sites/main/pages/{slug}");
        (await owner.ReadAsync($"/edit/sites/main/pages/{slug}")).ShouldContain("""<span class="state draft">Draft</span>""");
    }

    [Theory]
    [InlineData("About", "about", "is &#x27;about&#x27;, which another page of this site has")]
    [InlineData("About", "Not An Address", "is &#x27;Not An Address&#x27;; use lower-case letters")]
    [InlineData("About", "edit", "is &#x27;edit&#x27;, which the platform keeps for itself")]
    [InlineData("", "other", "is empty")]
    public async Task A_page_that_cannot_be_made_is_told_why_at_its_field(string title, string name, string problem)
    {
        await NewPageAsync();
        var answer = await (await OwnerAsync()).SendAsync("/edit/sites/main/pages", ("title", title), ("name", name));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(problem);
    }

    [Fact]
    public async Task A_new_site_has_its_theme_and_a_home_page_to_begin_with()
    {
        var owner = await OwnerAsync();
        (await owner.SendAsync("/edit/sites", ("title", "Summer"), ("name", ""), ("theme", "orange"))).Headers.Location!.OriginalString.ShouldBe("/edit/sites/summer/pages/home");
        var html = await owner.ReadAsync("/edit/sites/summer/pages/home");
        html.ShouldContain("--accent:#c2410c", customMessage: "the preview has the theme of the site");
        html.ShouldContain("""data-theme="blue" """.TrimEnd(), customMessage: "the editor has that of the brand");
        (await Tool().GetFromJsonAsync<JsonNode>("/api/sites/summer"))!["theme"]!.GetValue<string>().ShouldBe("orange");
        var again = await owner.SendAsync("/edit/sites", ("title", "Summer"), ("name", "summer"), ("theme", "red"));
        again.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await again.Content.ReadAsStringAsync()).ShouldContain("is &#x27;summer&#x27;, which another site has");
    }

    [Fact]
    public async Task Pages_of_the_editor_have_a_strict_policy_and_are_kept_by_no_cache()
    {
        var answer = await (await OwnerAsync()).GetAsync("/edit");
        answer.Headers.CacheControl!.ToString().ShouldBe("no-store");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldMatch(
            "^default-src 'none'; script-src 'self'; style-src 'self' 'sha256-[^']+'; img-src 'self' https:; connect-src 'self'; frame-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$");
    }

    [Fact]
    public async Task Script_and_style_are_kept_for_ever_under_the_hash_of_their_content()
    {
        var html = await Somebody().ReadAsync("/edit/login");
        foreach (var (pattern, type) in ((string, string)[])[("src=\"([^\"]+)\"", "text/javascript"), ("rel=\"stylesheet\" href=\"([^\"]+)\"", "text/css")])
        {
            var path = System.Text.RegularExpressions.Regex.Match(html, pattern).Groups[1].Value;
            var answer = await Somebody().GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            answer.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
            answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await answer.Content.ReadAsByteArrayAsync()).AsSpan(0, 8));
            path.ShouldContain(hash);
        }
    }

    [Fact]
    public async Task Where_nobody_keeps_pictures_the_picker_says_so()
    {
        var owner = await OwnerAsync();
        (await owner.ReadAsync("/edit/media")).ShouldContain("The pictures of the brand cannot be listed");
        (await owner.SendAsync("/edit/media?name=a.png", ("x", "y"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}

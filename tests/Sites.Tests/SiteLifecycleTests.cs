using System.Net;
using System.Net.Http.Json;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class SiteLifecycleTests(PostgresServer postgres) : SitesTest(postgres)
{
    [Fact]
    public async Task A_brand_has_its_main_site_and_adds_others_with_pages_of_their_own()
    {
        (await NamesAsync()).ShouldBe(["main"]);
        var made = await Editor().PutAsJsonAsync("/api/sites/summer", new { title = "Summer at Acme", theme = "orange" });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await JsonAsync(made)).ToJsonString().ShouldBe("""{"name":"summer","title":"Summer at Acme","theme":"orange","path":"/sites/summer/","version":1}""");
        (await NamesAsync()).ShouldBe(["main", "summer"]);

        (await Editor().PutAsJsonAsync("/api/sites/summer/pages/home", Page("Sun"))).EnsureSuccessStatusCode();
        (await Editor().PostAsync("/api/sites/summer/pages/home/publish", null)).EnsureSuccessStatusCode();
        var published = await JsonAsync(await Visitor().GetAsync("/internal/published?host=acme.test&path=/sites/summer/"));
        published["brand"]!.ToJsonString().ShouldBe("""{"name":"acme","title":"Summer at Acme","theme":"orange"}""");
        published["navigation"]!.ToJsonString().ShouldBe("""[{"slug":"home","title":"Sun","path":"/sites/summer/"}]""");
        (await JsonAsync(await Visitor().GetAsync("/internal/published?host=acme.test&path=/")))["page"]!["title"]!.GetValue<string>().ShouldBe("Welcome to Acme");
        (await JsonAsync(await Visitor().GetAsync("/internal/published?host=globex.test&path=/sites/summer/")))["page"].ShouldBeNull();
    }

    [Fact]
    public async Task A_site_changes_only_over_the_version_that_was_seen()
    {
        (await Editor().PutAsJsonAsync("/api/sites/summer", new { })).EnsureSuccessStatusCode();
        (await Editor().PutAsJsonAsync("/api/sites/summer", new { title = "Blind" })).StatusCode.ShouldBe(HttpStatusCode.PreconditionRequired);
        using var put = new HttpRequestMessage(HttpMethod.Put, "/api/sites/summer") { Content = JsonContent.Create(new { title = "Seen" }) };
        put.Headers.IfMatch.Add((await Editor().GetAsync("/api/sites/summer")).Headers.ETag!);
        (await Editor().SendAsync(put)).Headers.ETag!.Tag.ShouldBe("\"2\"");
    }

    [Fact]
    public async Task A_deleted_site_takes_its_pages_with_it_and_main_stays()
    {
        (await Editor().PutAsJsonAsync("/api/sites/summer", new { })).EnsureSuccessStatusCode();
        (await Editor().PutAsJsonAsync("/api/sites/summer/pages/about", Page("About"))).EnsureSuccessStatusCode();
        (await Editor().DeleteAsync("/api/sites/summer")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Editor().GetAsync("/api/sites/summer/pages")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Database.ScalarAsync("select count(*) from pages where site = 'summer'")).ShouldBe(0L);
        (await ProblemAsync(await Editor().DeleteAsync("/api/sites/main")))
            .ShouldBe("""{"title":"The main site stays.","status":409,"detail":"Visitors need the main site. Write over it instead."}""");
    }

    [Theory]
    [InlineData("summer", """{"theme":"pink","owner":1}""", """{"owner":["is not known; known are 'title', 'theme'"],"theme":["is 'pink'; use 'blue', 'green', 'orange', 'purple' or 'red'"]}""")]
    [InlineData("Summer", "{}", """{"site":["is 'Summer'; use lower-case letters, digits and single hyphens between them, for example 'about-us'"]}""")]
    [InlineData("summer", "[]", """{"":["is a list; send an object with 'title' and 'theme', either of which may be left out"]}""")]
    public async Task Every_problem_of_a_site_is_named_at_its_field(string site, string body, string errors)
    {
        var answer = await Editor().PutAsync($"/api/sites/{site}", new StringContent(body));
        (await ProblemAsync(answer)).ShouldBe($$"""{"title":"The site was not saved: see 'errors' for each field.","status":400,"errors":{{errors}}}""");
    }

    [Fact]
    public async Task A_page_of_a_site_that_does_not_exist_is_not_written()
    {
        var answer = await Editor().PutAsJsonAsync("/api/sites/winter/pages/about", Page("About"));
        (await ProblemAsync(answer)).ShouldBe("""{"title":"There is no such site.","status":404,"detail":"The brand 'acme' has no site 'winter' that you may see."}""");
    }

    [Fact]
    public async Task Writing_sites_needs_a_token()
    {
        (await Visitor().PutAsJsonAsync("/api/sites/summer", new { })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Visitor().DeleteAsync("/api/sites/summer")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<IEnumerable<string>> NamesAsync() =>
        (await JsonAsync(await Visitor().GetAsync("/api/sites")))["sites"]!.AsArray().Select(site => site!["name"]!.GetValue<string>());
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class PageLifecycleTests(PostgresServer postgres) : SitesTest(postgres)
{
    [Fact]
    public async Task A_draft_is_seen_by_editors_only_until_it_is_published()
    {
        var created = await Editor().PutAsJsonAsync("/api/sites/main/pages/about", Page("About us"));
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        created.Headers.Location!.ToString().ShouldBe("/api/sites/main/pages/about");
        created.Headers.ETag!.Tag.ShouldBe("\"1\"");

        (await Visitor().GetAsync("/api/sites/main/pages/about")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SlugsAsync(Visitor())).ShouldBe(["home"]);
        (await SlugsAsync(Editor())).ShouldBe(["about", "home"]);

        (await Editor().PostAsync("/api/sites/main/pages/about/publish", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SlugsAsync(Visitor())).ShouldBe(["about", "home"]);
        (await JsonAsync(await Visitor().GetAsync("/api/sites/main/pages/about")))["title"]!.GetValue<string>().ShouldBe("About us");
    }

    [Fact]
    public async Task A_change_of_a_published_page_stays_a_draft_until_it_is_published_too()
    {
        await PublishAsync("acme.test", "about", Page("First"));
        (await PutAsync("about", Page("Second"), "\"1\"")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await JsonAsync(await Visitor().GetAsync("/api/sites/main/pages/about")))["title"]!.GetValue<string>().ShouldBe("First");
        var draft = await JsonAsync(await Editor().GetAsync("/api/sites/main/pages/about"));
        draft["title"]!.GetValue<string>().ShouldBe("Second");
        draft["version"]!.GetValue<int>().ShouldBe(2);
        draft["publishedVersion"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Blocks_come_back_as_they_were_written()
    {
        const string blocks = """[{"type":"heading","text":"Who we are"},{"type":"text","text":"<b>Not</b> bold.\n\nSecond."},{"type":"image","url":"https://example.org/a.png","alt":"A"}]""";
        await PublishAsync("acme.test", "about", System.Text.Json.Nodes.JsonNode.Parse($$"""{"title":"T","blocks":{{blocks}}}""")!);

        (await JsonAsync(await Visitor().GetAsync("/api/sites/main/pages/about")))["blocks"]!
            .ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(blocks);
    }

    [Fact]
    public async Task Writing_over_a_page_needs_the_version_that_was_seen()
    {
        await Editor().PutAsJsonAsync("/api/sites/main/pages/about", Page("First"));

        var blind = await Editor().PutAsJsonAsync("/api/sites/main/pages/about", Page("Blind"));
        blind.StatusCode.ShouldBe(HttpStatusCode.PreconditionRequired);
        (await ProblemAsync(blind)).ShouldBe("""{"title":"The version you have seen is needed.","status":428,"detail":"The page 'about' exists. Read it and send its ETag, now \"1\", as If-Match."}""");

        (await PutAsync("about", Page("Second"), "\"1\"")).Headers.ETag!.Tag.ShouldBe("\"2\"");
        var late = await PutAsync("about", Page("Late"), "\"1\"");
        late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await ProblemAsync(late)).ShouldBe("""{"title":"The page has changed meanwhile.","status":412,"detail":"The page 'about' now has the ETag \"2\". Read it again, and write your change over that."}""");
    }

    [Fact]
    public async Task Of_many_editors_who_saw_the_same_version_exactly_one_wins()
    {
        await Editor().PutAsJsonAsync("/api/sites/main/pages/about", Page("First"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(writer => PutAsync("about", Page($"Writer {writer}"), "\"1\"")));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed).ShouldBe(11);
        (await JsonAsync(await Editor().GetAsync("/api/sites/main/pages/about")))["version"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Of_many_editors_who_create_the_same_page_exactly_one_wins()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(writer => PutAsync("about", Page($"Writer {writer}"), null, "*")));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed).ShouldBe(11);
    }

    [Fact]
    public async Task Publishing_an_old_version_is_refused()
    {
        await Editor().PutAsJsonAsync("/api/sites/main/pages/about", Page("First"));
        await PutAsync("about", Page("Second"), "\"1\"");

        using var publish = new HttpRequestMessage(HttpMethod.Post, "/api/sites/main/pages/about/publish");
        publish.Headers.IfMatch.Add(new EntityTagHeaderValue("\"1\""));
        (await Editor().SendAsync(publish)).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await Visitor().GetAsync("/api/sites/main/pages/about")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_deleted_page_is_gone_for_everybody_and_the_home_page_cannot_be_deleted()
    {
        await PublishAsync("acme.test", "about", Page("About"));
        (await Editor().DeleteAsync("/api/sites/main/pages/about")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Visitor().GetAsync("/api/sites/main/pages/about")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var refused = await Editor().DeleteAsync("/api/sites/main/pages/home");
        (await ProblemAsync(refused)).ShouldBe("""{"title":"The home page stays.","status":409,"detail":"Visitors need the home page. Write over it instead."}""");
    }

    [Theory]
    [InlineData("PUT", "/api/sites/main/pages/about")]
    [InlineData("POST", "/api/sites/main/pages/home/publish")]
    [InlineData("DELETE", "/api/sites/main/pages/about")]
    public async Task A_write_without_the_token_is_refused(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var answer = await Visitor().SendAsync(request);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await ProblemAsync(answer)).ShouldBe("""{"title":"A token is needed.","status":401,"detail":"Send the editor token, or the access token of an editor of this brand, as 'Authorization: Bearer <token>'."}""");
    }

    [Theory]
    [InlineData("GET", "/api/sites/main/pages")]
    [InlineData("GET", "/api/sites/main/pages/home")]
    [InlineData("POST", "/api/sites/main/pages/home/publish")]
    public async Task A_wrong_token_is_refused_even_where_none_is_needed(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var answer = await Sites.Client("acme.test", SitesRun.Token + "x").SendAsync(request);
        (await ProblemAsync(answer)).ShouldBe("""{"title":"A token is needed.","status":401,"detail":"The token sent is neither the editor token nor an access token of this brand that is still good."}""");
    }

    private async Task<HttpResponseMessage> PutAsync(string slug, object page, string? ifMatch, string? ifNoneMatch = null)
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/sites/main/pages/{slug}") { Content = JsonContent.Create(page) };
        put.Headers.TryAddWithoutValidation("If-Match", ifMatch is null ? [] : [ifMatch]);
        put.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch is null ? [] : [ifNoneMatch]);
        return await Editor().SendAsync(put);
    }

    private static async Task<IEnumerable<string>> SlugsAsync(HttpClient client) =>
        (await JsonAsync(await client.GetAsync("/api/sites/main/pages")))["pages"]!.AsArray().Select(page => page!["slug"]!.GetValue<string>());
}

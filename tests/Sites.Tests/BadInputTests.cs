using System.Net;
using System.Text;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class BadInputTests(PostgresServer postgres) : SitesTest(postgres)
{
    private const string NotSaved = "The page was not saved: see 'errors' for each field.";

    [Theory]
    [InlineData("[]", """{"":["is a list; send an object with 'title' and 'blocks'"]}""")]
    [InlineData("{}", """{"blocks":["is missing"],"title":["is missing"]}""")]
    [InlineData("""{"title":" ","blocks":[]}""", """{"title":["is empty"]}""")]
    [InlineData("""{"title":7,"blocks":{}}""", """{"blocks":["is an object; send a list of blocks"],"title":["is a number; send a text"]}""")]
    [InlineData("""{"title":"a","blocks":[],"author":"me"}""", """{"author":["is not known; known are 'title', 'blocks'"]}""")]
    [InlineData("""{"title":"a\u0000b","blocks":[]}""", """{"title":["has characters that are not text"]}""")]
    [InlineData("""{"title":"a\ud800b","blocks":[]}""", """{"title":["has characters that are not text"]}""")]
    [InlineData("""{"title":"a","blocks":[null,{}]}""", """{"blocks[0]":["is null; send an object with 'type'"],"blocks[1].type":["is missing; use 'button', 'columns', 'form', 'gallery', 'heading', 'image', 'richtext' or 'text'"]}""")]
    [InlineData("""{"title":"a","blocks":[{"type":"video","url":"x"}]}""", """{"blocks[0].type":["is 'video'; use 'button', 'columns', 'form', 'gallery', 'heading', 'image', 'richtext' or 'text'"]}""")]
    [InlineData("""{"title":"a","blocks":[{"type":"text","text":"x","html":"<b>"}]}""", """{"blocks[0].html":["is not known; known are 'type', 'text'"]}""")]
    [InlineData("""{"title":"a","blocks":[{"type":"image","url":"javascript:alert(1)","alt":"x"}]}""", """{"blocks[0].url":["is 'javascript:alert(1)'; use an https URL or a path that starts with '/'"]}""")]
    [InlineData("""{"title":"a","blocks":[{"type":"image","url":"//evil.example/x","alt":"x"}]}""", """{"blocks[0].url":["is '//evil.example/x'; use an https URL or a path that starts with '/'"]}""")]
    [InlineData("""{"title":"a","blocks":[{"type":"image","url":"http://example.org/x"}]}""", """{"blocks[0].alt":["is missing"],"blocks[0].url":["is 'http://example.org/x'; use an https URL or a path that starts with '/'"]}""")]
    public async Task Every_problem_of_a_page_is_named_at_its_field(string body, string errors)
    {
        var answer = await PutAsync("about", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ProblemAsync(answer)).ShouldBe($$"""{"title":"{{NotSaved}}","status":400,"errors":{{errors}}}""");
        (await Editor().GetAsync("/api/sites/main/pages/about")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("About", "is 'About'; use lower-case letters, digits and single hyphens between them, for example 'about-us'")]
    [InlineData("a--b", "is 'a--b'; use lower-case letters, digits and single hyphens between them, for example 'about-us'")]
    [InlineData("a%0a", "is 'a\\n'; use lower-case letters, digits and single hyphens between them, for example 'about-us'")]
    [InlineData("api", "is 'api', which the platform keeps for itself; choose another name")]
    [InlineData("media", "is 'media', which the platform keeps for itself; choose another name")]
    public async Task A_bad_slug_is_named(string slug, string problem)
    {
        var answer = await PutAsync(slug, """{"title":"a","blocks":[]}""");
        (await ProblemAsync(answer)).ShouldBe($$$"""{"title":"{{{NotSaved}}}","status":400,"errors":{"slug":["{{{problem}}}"]}}""");
    }

    [Fact]
    public async Task A_slug_has_a_longest_length()
    {
        (await PutAsync(new string('a', 64), """{"title":"a","blocks":[]}""")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await ProblemAsync(await PutAsync(new string('a', 65), """{"title":"a","blocks":[]}""")))
            .ShouldBe($$$"""{"title":"{{{NotSaved}}}","status":400,"errors":{"slug":["is 65 characters long; at most 64 are allowed"]}}""");
    }

    [Theory]
    [InlineData("", "Reading stopped in line 1, byte 1.")]
    [InlineData("{\n  \"title\": oops }", "Reading stopped in line 2, byte 12.")]
    public async Task A_body_that_is_not_json_says_where_reading_stopped(string body, string where)
    {
        var answer = await PutAsync("about", body);
        (await ProblemAsync(answer)).ShouldBe($$"""{"title":"The body is not JSON.","status":400,"detail":"{{where}} Send an object with 'title' and 'blocks'."}""");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        var answer = await PutAsync("about", $$"""{"title":"a","blocks":[{"type":"text","text":"{{new string('x', 300_000)}}"}]}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ProblemAsync(answer)).ShouldBe("""{"title":"Content Too Large","status":413}""");
    }

    [Fact]
    public async Task A_path_that_nobody_serves_is_a_problem_too()
    {
        (await ProblemAsync(await Visitor().GetAsync("/api/nothing"))).ShouldBe("""{"title":"Not Found","status":404}""");
        (await ProblemAsync(await Visitor().GetAsync("/internal/published"))).ShouldBe("""{"title":"A host and a path are needed.","status":400,"detail":"Send ?host=<host name>&path=/<slug>."}""");
    }

    private async Task<HttpResponseMessage> PutAsync(string slug, string body) =>
        await Editor().PutAsync($"/api/sites/main/pages/{slug}", new StringContent(body, Encoding.UTF8, "application/json"));
}

using System.Net;
using System.Net.Http.Json;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class HistoryTests(PostgresServer postgres) : SitesTest(postgres)
{
    private const string About = "/api/sites/main/pages/about";

    [Fact]
    public async Task A_page_goes_back_to_any_version_that_is_kept()
    {
        await WriteAsync("First", "Of old.");
        await WriteAsync("Second", "New.");
        (await Editor().PostAsync($"{About}/publish", null)).EnsureSuccessStatusCode();

        (await VersionsAsync()).ShouldBe(["2 Second", "1 First"]);
        var first = await JsonAsync(await Editor().GetAsync($"{About}/versions/1"));
        first["blocks"]![0]!["text"]!.GetValue<string>().ShouldBe("Of old.");

        var back = await Editor().PostAsJsonAsync($"{About}/rollback", new { version = 1 });
        back.StatusCode.ShouldBe(HttpStatusCode.OK);
        back.Headers.ETag!.Tag.ShouldBe("\"3\"");
        (await VersionsAsync()).ShouldBe(["3 First", "2 Second", "1 First"]);
        (await JsonAsync(await Visitor().GetAsync(About)))["title"]!.GetValue<string>().ShouldBe("Second");
    }

    [Fact]
    public async Task Going_back_over_a_version_that_the_writer_has_not_seen_is_refused()
    {
        await WriteAsync("First");
        await WriteAsync("Second");
        using var back = new HttpRequestMessage(HttpMethod.Post, $"{About}/rollback") { Content = JsonContent.Create(new { version = 1 }) };
        back.Headers.IfMatch.Add(new("\"1\""));
        (await Editor().SendAsync(back)).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await VersionsAsync()).ShouldBe(["2 Second", "1 First"]);
    }

    [Fact]
    public async Task The_newest_fifty_versions_are_kept()
    {
        for (var version = 1; version <= 53; version++)
        {
            await WriteAsync($"V{version}");
        }

        var versions = await VersionsAsync();
        versions.Length.ShouldBe(50);
        (versions[0], versions[^1]).ShouldBe(("53 V53", "4 V4"));
        var gone = await Editor().PostAsJsonAsync($"{About}/rollback", new { version = 3 });
        (await ProblemAsync(gone)).ShouldBe(
            """{"title":"There is no such version.","status":404,"detail":"The history of the page 'about' has no version 3. See its versions for those that are kept."}""");
    }

    [Theory]
    [InlineData("{}", "is missing")]
    [InlineData("""{"version":"1"}""", "is a text; send a whole number")]
    [InlineData("""{"version":0}""", "is 0; send a whole number from 1 to 2147483647")]
    public async Task A_bad_version_is_named(string body, string problem)
    {
        await WriteAsync("First");
        var answer = await Editor().PostAsync($"{About}/rollback", new StringContent(body));
        (await ProblemAsync(answer)).ShouldBe($$$"""{"title":"The page was not rolled back: see 'errors' for each field.","status":400,"errors":{"version":["{{{problem}}}"]}}""");
    }

    [Fact]
    public async Task Visitors_see_nothing_of_the_history()
    {
        await WriteAsync("First");
        (await Editor().PostAsync($"{About}/publish", null)).EnsureSuccessStatusCode();
        (await Visitor().GetAsync($"{About}/versions")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Visitor().GetAsync($"{About}/versions/1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Visitor().PostAsJsonAsync($"{About}/rollback", new { version = 1 })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_unpublished_page_is_a_draft_again_and_home_stays()
    {
        await PublishAsync("acme.test", "about", Page("About"));
        (await Editor().PostAsync($"{About}/unpublish", null)).EnsureSuccessStatusCode();
        (await Visitor().GetAsync(About)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Editor().GetAsync(About)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Editor().PostAsync("/api/sites/main/pages/home/unpublish", null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    private async Task WriteAsync(string title, string text = "Some words.")
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, About) { Content = JsonContent.Create(Page(title, text)) };
        if ((await Editor().GetAsync(About)).Headers.ETag is { } seen)
        {
            put.Headers.IfMatch.Add(seen);
        }

        (await Editor().SendAsync(put)).EnsureSuccessStatusCode();
    }

    private async Task<string[]> VersionsAsync() =>
    [
        .. (await JsonAsync(await Editor().GetAsync($"{About}/versions")))["versions"]!.AsArray()
            .Select(version => $"{version!["version"]} {version["title"]}"),
    ];
}

using System.Net;
using System.Net.Http.Json;
using CsCheck;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class BrandIsolationTests(PostgresServer postgres) : SitesTest(postgres)
{
    private const string Secret = "for-globex-only";

    private sealed record Call(string Method, string Path, bool WithToken, string? Header, string? IfMatch, string Host);

    [Fact]
    public async Task No_request_with_one_brands_host_reads_or_changes_the_other()
    {
        await PublishAsync("globex.test", "about", Page(Secret));
        await PublishAsync("globex.test", "home", Page(Secret));
        await Editor("globex.test").PutAsJsonAsync("/api/sites/main/pages/plans", Page(Secret));
        var before = await GlobexAsync();
        before.ShouldContain(Secret);

        await Calls.Array[1, 12].SampleAsync(async calls =>
        {
            foreach (var call in calls)
            {
                var answer = await SendAsync(call);
                (await answer.Content.ReadAsStringAsync()).ShouldNotContain(Secret, customMessage: call.ToString());
                answer.StatusCode.ShouldNotBe(HttpStatusCode.InternalServerError, call.ToString());
            }

            (await GlobexAsync()).ShouldBe(before, string.Join('\n', calls.Select(call => call.ToString())));
        }, iter: 40, threads: 1);
    }

    [Fact]
    public async Task The_same_slug_lives_in_each_brand_on_its_own()
    {
        await PublishAsync("acme.test", "about", Page("Of Acme"));
        await PublishAsync("globex.test", "about", Page("Of Globex"));

        (await JsonAsync(await Visitor("www.acme.test").GetAsync("/api/sites/main/pages/about")))["title"]!.GetValue<string>().ShouldBe("Of Acme");
        (await JsonAsync(await Visitor("GLOBEX.test:8080").GetAsync("/api/sites/main/pages/about")))["title"]!.GetValue<string>().ShouldBe("Of Globex");
    }

    [Fact]
    public async Task A_host_that_belongs_to_nobody_is_named()
    {
        const string problem = """{"title":"No brand has this host.","status":404,"detail":"The host 'nobody.test' belongs to no brand. Ask for one of a brand's hosts."}""";
        (await ProblemAsync(await Visitor("nobody.test").GetAsync("/api/sites/main/pages"))).ShouldBe(problem);
        (await ProblemAsync(await Visitor("nobody.test").PutAsJsonAsync("/api/sites/main/pages/about", Page("A")))).ShouldBe(problem);
        (await ProblemAsync(await Visitor().GetAsync("/internal/published?host=nobody.test&path=/"))).ShouldBe(problem);
    }

    private static Gen<Call> Calls
    {
        get
        {
            var path = Gen.OneOf("", "/home", "/about", "/plans", "/about/publish", "/plans/publish", "/home/publish", "/..%2fabout", "/about%00", "/globex", "/new-page", "/plans/versions", "/plans/versions/1", "/plans/rollback", "/plans/forms/ask", "/about/unpublish");
            var site = Gen.OneOf("/main", "/main", "/main", "/globex", "/..%2fmain");
            var header = Gen.OneOf<string?>(null, "X-Forwarded-Host", "Forwarded", "X-Original-Host", "X-Host");
            return Gen.Select(
                Gen.OneOf("GET", "HEAD", "PUT", "POST", "DELETE"), Gen.Select(site, path, (name, tail) => $"/api/sites{name}/pages{tail}"), Gen.Bool, header,
                Gen.OneOf(null, "*", "\"1\"", "\"2\""), Gen.OneOf("acme.test", "www.acme.test:8080", "ACME.TEST"),
                (method, at, token, name, tag, host) => new Call(method, at, token, name, tag, host));
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Call call)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Path);
        if (call.Method == "PUT")
        {
            request.Content = JsonContent.Create(Page("Of Acme"));
        }

        if (call.Header is { } header)
        {
            request.Headers.TryAddWithoutValidation(header, header == "Forwarded" ? "host=globex.test" : "globex.test");
        }

        if (call.IfMatch is { } tag)
        {
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        }

        return await (call.WithToken ? Editor(call.Host) : Visitor(call.Host)).SendAsync(request);
    }

    private async Task<string> GlobexAsync() =>
        (string)(await Database.ScalarAsync("select json_agg(pages order by slug)::text from pages where brand = 'globex'"))!;
}

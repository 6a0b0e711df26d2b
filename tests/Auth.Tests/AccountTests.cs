using System.Net;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Auth.Tests;

[Trait("Suite", "Service")]
public sealed class AccountTests(PostgresServer postgres) : AuthTest(postgres)
{
    [Fact]
    public async Task Who_registered_logs_in_and_gets_a_token_for_this_brand_alone()
    {
        (await PostAsync("register", new { email = "Ann@Example.org", password = Password })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var tokens = await LogInAsync("ann@example.org");
        tokens["token_type"]!.GetValue<string>().ShouldBe("Bearer");
        tokens["expires_in"]!.GetValue<int>().ShouldBe(900);
        var token = new JsonWebToken(tokens["access_token"]!.GetValue<string>());
        token.Alg.ShouldBe("ES256");
        token.Issuer.ShouldBe("sitebuilder");
        token.Audiences.ShouldBe(["acme"]);
        token.GetClaim("brand").Value.ShouldBe("acme");
        token.GetClaim("role").Value.ShouldBe("viewer");
        (token.ValidTo - token.ValidFrom).TotalSeconds.ShouldBe(900);
        (await PostAsync("login", new { email = "ann@example.org", password = Password }, "globex.test")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_refresh_token_serves_once_and_a_second_time_ends_the_session()
    {
        await PostAsync("register", new { email = "ann@example.org", password = Password });
        var first = Refresh(await LogInAsync("ann@example.org"));
        (await PostAsync("refresh", new { refresh_token = first }, "globex.test")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var answer = await PostAsync("refresh", new { refresh_token = first });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var second = Refresh(await JsonAsync(answer));
        (await PostAsync("refresh", new { refresh_token = first })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync("refresh", new { refresh_token = second })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Of_two_refreshes_at_once_one_wins_at_most()
    {
        await PostAsync("register", new { email = "ann@example.org", password = Password });
        var token = Refresh(await LogInAsync("ann@example.org"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync("refresh", new { refresh_token = token })));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBeLessThanOrEqualTo(1);
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK || answer.StatusCode == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Logging_out_ends_the_session_and_no_other()
    {
        await PostAsync("register", new { email = "ann@example.org", password = Password });
        var here = Refresh(await LogInAsync("ann@example.org"));
        var there = Refresh(await LogInAsync("ann@example.org"));
        (await PostAsync("logout", new { refresh_token = here })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await PostAsync("logout", new { refresh_token = "nobody's" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await PostAsync("refresh", new { refresh_token = here })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync("refresh", new { refresh_token = there })).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task No_answer_tells_whether_an_address_has_an_account()
    {
        await PostAsync("register", new { email = "ann@example.org", password = Password });
        var known = await PostAsync("register", new { email = "ann@example.org", password = "another password" });
        var unknown = await PostAsync("register", new { email = "bob@example.org", password = "another password" });
        known.StatusCode.ShouldBe(unknown.StatusCode);
        (await known.Content.ReadAsStringAsync()).ShouldBe(await unknown.Content.ReadAsStringAsync());
        await LogInAsync("ann@example.org");
        (await WithoutTrace(await PostAsync("login", new { email = "ann@example.org", password = "a wrong password" })))
            .ShouldBe(await WithoutTrace(await PostAsync("login", new { email = "nobody@example.org", password = "a wrong password" })));
    }

    [Theory]
    [InlineData("register", """{"email":"ann","password":"short","name":"Ann"}""", """{"email":["is no address such as me@example.org"],"name":["is not known; known are 'email', 'password'"],"password":["is 5 characters long; at least 10 are needed"]}""")]
    [InlineData("register", "[]", """{"":["is a list; send an object with 'email' and 'password'"]}""")]
    [InlineData("login", """{"email":7}""", """{"email":["is a number; send a text"],"password":["is missing"]}""")]
    [InlineData("refresh", """{"token":"x"}""", """{"refresh_token":["is missing"],"token":["is not known; known are 'refresh_token'"]}""")]
    [InlineData("logout", "7", """{"":["is a number; send an object with 'refresh_token'"]}""")]
    public async Task Every_problem_is_named_at_its_field(string path, string body, string errors)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await At("acme.test").PostAsync($"/api/auth/{path}", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var named = (await JsonAsync(answer))["errors"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        named.ShouldBe(errors);
    }

    [Fact]
    public async Task A_host_of_no_brand_is_no_place_to_log_in() =>
        (await PostAsync("login", new { email = "a@b.org", password = Password }, "nobody.test")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    private static string Refresh(JsonNode tokens) => tokens["refresh_token"]!.GetValue<string>();

    private static async Task<string> WithoutTrace(HttpResponseMessage answer)
    {
        var problem = (await JsonAsync(answer)).AsObject();
        problem.Remove("traceId");
        return $"{answer.StatusCode} {problem.ToJsonString()}";
    }
}

using System.Net;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Storefront.Tests.Editor;

[Trait("Suite", "Service")]
public sealed class SignInTests(PostgresServer postgres) : EditorTest(postgres)
{
    [Theory]
    [InlineData(null, "path=/edit; samesite=strict; httponly")]
    [InlineData("https", "path=/edit; secure; samesite=strict; httponly")]
    public async Task Tokens_are_in_cookies_of_this_host_that_no_script_and_no_other_site_uses(string? forwardedScheme, string attributes)
    {
        var user = Somebody();
        if (forwardedScheme is not null)
        {
            user.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", forwardedScheme);
        }

        var answer = await user.SignInAsync("owner@acme.test", OwnerPassword);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.ShouldBe("/edit");
        Cookies(answer).Select(cookie => cookie.Name).ShouldBe(["edit-access", "edit-refresh"]);
        Cookies(answer).ShouldAllBe(cookie => cookie.Attributes == attributes);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_answered_alike()
    {
        var wrong = await Somebody().SignInAsync("owner@acme.test", "a wrong password");
        var unknown = await Somebody().SignInAsync("nobody@acme.test", "a wrong password");
        var noAddress = await Somebody().SignInAsync("nobody", "x");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var page = (await wrong.Content.ReadAsStringAsync()).Replace("owner@acme.test", "EMAIL", StringComparison.Ordinal);
        page.ShouldContain("E-mail or password is wrong.");
        (await unknown.Content.ReadAsStringAsync()).Replace("nobody@acme.test", "EMAIL", StringComparison.Ordinal).ShouldBe(page);
        (await noAddress.Content.ReadAsStringAsync()).Replace("nobody", "EMAIL", StringComparison.Ordinal).ShouldBe(page);
        wrong.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_the_sign_in_and_from_there_to_where_they_wanted()
    {
        await NewPageAsync();
        var user = Somebody();
        var answer = await user.GetAsync(About);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        var signIn = answer.Headers.Location!.OriginalString;
        signIn.ShouldBe("/edit/login?next=%2Fedit%2Fsites%2Fmain%2Fpages%2Fabout");
        (await user.ReadAsync(signIn)).ShouldContain($"""name="next" value="{About}" """.TrimEnd());
        var signedIn = await user.SendAsync("/edit/login", ("email", "owner@acme.test"), ("password", OwnerPassword), ("next", About));
        signedIn.Headers.Location!.OriginalString.ShouldBe(About);
        (await user.ReadAsync(About)).ShouldContain("Signed in as owner");
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/edit//evil.example")]
    [InlineData("/about")]
    [InlineData("/edit/../about")]
    public async Task The_sign_in_leads_nowhere_but_into_the_editor(string next)
    {
        var answer = await Somebody().SendAsync("/edit/login", ("email", "owner@acme.test"), ("password", OwnerPassword), ("next", next));
        new Uri(new Uri("http://acme.test"), answer.Headers.Location!).AbsoluteUri.ShouldStartWith("http://acme.test/edit");
    }

    [Fact]
    public async Task After_signing_out_neither_the_cookies_nor_a_copy_of_the_refresh_token_serve()
    {
        var user = Somebody();
        var refresh = Cookies(await user.SignInAsync("owner@acme.test", OwnerPassword)).Single(cookie => cookie.Name == "edit-refresh").Value;
        (await user.SendAsync("/edit/logout")).Headers.Location!.OriginalString.ShouldBe("/edit/login");
        (await user.GetAsync("/edit")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await Holder($"edit-refresh={refresh}").GetAsync("/edit")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task An_expired_access_token_is_renewed_on_the_way()
    {
        var refresh = Cookies(await Somebody().SignInAsync("owner@acme.test", OwnerPassword)).Single(cookie => cookie.Name == "edit-refresh").Value;
        var answer = await Holder($"edit-access={await SignAsync(DateTime.UtcNow.AddMinutes(-1))}; edit-refresh={refresh}").GetAsync("/edit");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        Cookies(answer).Select(cookie => cookie.Name).ShouldBe(["edit-access", "edit-refresh"]);
        Cookies(answer).ShouldAllBe(cookie => cookie.Value.Length > 0 && cookie.Value != refresh);
    }

    [Fact]
    public async Task A_write_after_the_session_has_ended_says_so_and_changes_nothing()
    {
        await NewPageAsync();
        var answer = await Somebody().SendAsync(About, ("seen", "1"), ("title", "Changed"), ("do", "save"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("You are signed out");
        (await StoredAsync())["version"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task The_cookies_of_one_brand_open_nothing_at_another()
    {
        var cookies = string.Join("; ", Cookies(await Somebody().SignInAsync("owner@acme.test", OwnerPassword)).Select(cookie => $"{cookie.Name}={cookie.Value}"));
        (await Holder(cookies).GetAsync("/edit")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var elsewhere = await Holder(cookies, "globex.test").GetAsync("/edit");
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.Found);
        elsewhere.Headers.Location!.OriginalString.ShouldStartWith("/edit/login");
    }

    [Fact]
    public async Task A_token_that_somebody_else_signed_opens_nothing()
    {
        var answer = await Holder($"edit-access={await ForgeAsync()}").GetAsync("/edit");
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        Cookies(answer).ShouldAllBe(cookie => cookie.Value == "");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("eyJhbGciOiJub25lIn0.bm8ganNvbg.")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJleHAiOiJ4In0.")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJicmFuZCI6ImFjbWUiLCJyb2xlIjoib3duZXIiLCJleHAiOjQxMDI0NDQ4MDB9.")]
    public async Task What_is_no_token_of_ours_leads_to_the_sign_in(string cookie) =>
        (await Holder($"edit-access={cookie}; edit-refresh={cookie}").GetAsync("/edit")).StatusCode.ShouldBe(HttpStatusCode.Found);

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("http://evil.example", null, false)]
    [InlineData("http://globex.test", null, false)]
    [InlineData("http://acme.test:81", null, false)]
    [InlineData("null", null, false)]
    [InlineData("http://acme.test", "cross-site", false)]
    [InlineData("http://acme.test", "same-site", false)]
    [InlineData("http://acme.test", "none", false)]
    [InlineData(null, "same-origin", true)]
    [InlineData("http://acme.test", null, true)]
    [InlineData("https://acme.test", null, true)]
    public async Task Only_pages_of_the_same_host_write(string? origin, string? fetchSite, bool isTaken)
    {
        await NewPageAsync();
        var owner = await OwnerAsync();
        var answer = await owner.SendAsync(About, origin, fetchSite, ("seen", "1"), ("title", "Changed"), ("do", "save"));
        answer.StatusCode.ShouldBe(isTaken ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden);
        (await StoredAsync())["version"]!.GetValue<int>().ShouldBe(isTaken ? 2 : 1);
    }

    [Fact]
    public async Task Without_the_api_the_editor_says_that_it_is_away()
    {
        await using var storefront = await StartAsync(new Uri($"http://127.0.0.1:{FreePort.Take()}"));
        var user = new EditorUser(storefront.Client("acme.test"), "acme.test");
        (await user.ReadAsync("/edit/login")).ShouldContain("Sign in");
        var answer = await user.SignInAsync("owner@acme.test", OwnerPassword);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("A service that the editor needs does not answer.");
    }

    [Fact]
    public async Task Who_tries_too_often_is_told_so_and_others_sign_in()
    {
        await using var gateway = await (GatewayRun with { LogInsPerMinute = 1 }).StartAsync();
        await using var storefront = await StartAsync(gateway.Traffic);
        EditorUser From(string address)
        {
            var client = storefront.Client("acme.test");
            client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            return new EditorUser(client, "acme.test");
        }

        await From("192.0.2.1").SignInAsync("owner@acme.test", "a wrong password");
        var again = await From("192.0.2.1").SignInAsync("owner@acme.test", OwnerPassword);
        again.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await again.Content.ReadAsStringAsync()).ShouldContain("Too many attempts. Wait a minute and try again.");
        (await From("192.0.2.2").SignInAsync("owner@acme.test", OwnerPassword)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_host_of_no_brand_has_no_editor() =>
        (await Somebody("nobody.test").GetAsync("/edit/login")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    private HttpClient Holder(string cookies, string host = "acme.test")
    {
        var client = Storefront.Client(host);
        client.DefaultRequestHeaders.Add("Cookie", cookies);
        return client;
    }

    private static (string Name, string Value, string Attributes)[] Cookies(HttpResponseMessage answer) =>
    [
        .. answer.Headers.GetValues("Set-Cookie").Select(cookie =>
        {
            var (pair, attributes) = cookie.Split("; ", 2) is [var first, var rest] ? (first, rest) : (cookie, "");
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, right) : (pair, "");
            return (name, value, attributes);
        }),
    ];
}

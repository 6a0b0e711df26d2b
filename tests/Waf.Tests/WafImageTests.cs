using System.Text;
using SiteBuilder.Manifests.Services;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Waf.Tests;

/// <summary>What the hop passes on, what it says, and how it starts and ends.</summary>
[Trait("Suite", "Service")]
public class WafImageTests
{
    private const string Acme = "acme.staging.example.com";
    private const string Globex = "globex.staging.example.com";

    [Fact]
    public async Task Services_see_host_and_path_as_without_it_and_the_client_whom_the_ingress_saw_whatever_it_claims()
    {
        await using var waf = await WafContainer.StartAsync(WafContainer.Environment(WafMode.Blocking));

        (await waf.SendAsync(Bytes($"GET /a%2Fb/c%20d?d=%20e HTTP/1.1\r\nHost: {Acme}:8443\r\nUser-Agent: test/1\r\nAccept: */*\r\nX-Forwarded-For: 203.0.113.1, 198.51.100.9\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: {Globex}\r\nX-Real-IP: 203.0.113.1\r\nForwarded: for=203.0.113.1;host={Globex}\r\nX-Original-URL: /internal/published\r\nX-HTTP-Method-Override: DELETE\r\nX-Correlation-ID: one-2\r\nConnection: close\r\n\r\n"))).Status.ShouldBe(200);

        waf.Service.Received.ShouldHaveSingleItem().Head.Split("\r\n").Order(StringComparer.Ordinal).ShouldBe(
        [
            "Accept: */*",
            "GET /a%2Fb/c%20d?d=%20e HTTP/1.1",
            $"Host: {Acme}:8443",
            "User-Agent: test/1",
            "X-Correlation-ID: one-2",
            "X-Forwarded-For: 198.51.100.9",
            $"X-Forwarded-Host: {Acme}:8443",
            "X-Forwarded-Proto: https",
            "X-Real-IP: 198.51.100.9",
        ]);
    }

    [Theory]
    [InlineData("/edit", true)]
    [InlineData("/api/sites/main/pages", false)]
    [InlineData("/media/a/original.png", false)]
    public async Task Cookies_pass_where_the_route_has_them_and_what_is_set_there_is_for_this_site_over_TLS_alone(string path, bool pass)
    {
        await using var waf = await WafContainer.StartAsync(WafContainer.Environment(WafMode.Blocking));
        waf.Service.Headers = "Set-Cookie: edit-access=abc; Path=/edit; SameSite=None\r\n";

        var (status, answer) = await waf.SendAsync(Bytes($"GET {path} HTTP/1.1\r\nHost: {Acme}\r\nUser-Agent: test/1\r\nAccept: */*\r\nCookie: edit-access=abc\r\nConnection: close\r\n\r\n"));

        status.ShouldBe(200);
        waf.Service.Received.ShouldHaveSingleItem().Head.Contains("Cookie: edit-access=abc", StringComparison.Ordinal).ShouldBe(pass);
        var set = answer.Split("\r\n").SingleOrDefault(line => line.StartsWith("Set-Cookie", StringComparison.Ordinal))?.Split("; ").Order(StringComparer.Ordinal).ToList();
        set.ShouldBe(pass ? ["HttpOnly", "Path=/edit", "SameSite=Strict", "Secure", "Set-Cookie: edit-access=abc"] : null);
    }

    [Fact]
    public async Task An_address_that_asks_more_often_than_the_route_lets_it_waits_and_others_do_not()
    {
        await using var waf = await WafContainer.StartAsync(WafContainer.Environment(WafMode.Blocking));
        var atOnce = RouteTable.Outside.Single(route => route.PathPrefix == "/api").Policy.Rate!.AtOnce;
        Task<(int Status, string Answer)> From(string address) =>
            waf.SendAsync(Bytes($"GET /api/sites/main HTTP/1.1\r\nHost: {Acme}\r\nUser-Agent: test/1\r\nAccept: */*\r\nX-Forwarded-For: {address}\r\nConnection: close\r\n\r\n"));

        var greedy = await Task.WhenAll(Enumerable.Range(0, 3 * atOnce).Select(number => From($"203.0.113.{number % 250}, 198.51.100.9")));
        greedy.Count(answer => answer.Status == 200).ShouldBeGreaterThanOrEqualTo(atOnce);
        greedy.First(answer => answer.Status != 200).Answer.ShouldStartWith("HTTP/1.1 429 ");
        greedy.First(answer => answer.Status != 200).Answer.ShouldContain("Retry-After: 1\r\n");
        (await From("198.51.100.10")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Bodies_pass_whole_up_to_the_limit_of_their_path()
    {
        await using var waf = await WafContainer.StartAsync(WafContainer.Environment(WafMode.Blocking));
        async Task<int> Post(string path, string type, int length) => (await waf.SendAsync(
            [.. Bytes($"POST {path} HTTP/1.1\r\nHost: {Acme}\r\nUser-Agent: test/1\r\nAccept: */*\r\nContent-Type: {type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"), .. new byte[length]])).Status;

        (await Post("/api/media?name=large.png", "image/png", 10 * 1024 * 1024)).ShouldBe(200);
        waf.Service.Received.ShouldHaveSingleItem().Length.ShouldBe(10 * 1024 * 1024);
        (await Post("/api/media?name=larger.png", "image/png", 12 * 1024 * 1024)).ShouldBe(413);
        (await Post("/api/sites/main", "text/plain", 2 * 1024 * 1024)).ShouldBe(413);
        waf.Service.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_page_of_many_words_passes()
    {
        await using var waf = await WafContainer.StartAsync(WafContainer.Environment(WafMode.Blocking));
        var text = string.Join(' ', Enumerable.Repeat("It's a long story of SELECT, UNION & <b>friends</b>;", 4500));
        var body = Encoding.UTF8.GetBytes($$"""{"title":"Long","blocks":[{"type":"text","text":"{{text}}"}]}""");

        body.Length.ShouldBeGreaterThan(230_000);
        (await waf.SendAsync([.. Bytes($"PUT /api/sites/main/pages/long HTTP/1.1\r\nHost: {Acme}\r\nUser-Agent: test/1\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), .. body])).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_exclusion_holds_for_its_brand_path_and_field_alone()
    {
        var exclusion = new WafExclusion { Brand = "acme", Rule = 942100, Path = "/learn", At = "ARGS:query", Reason = "A course of SQL tries queries\nSecRuleEngine Off" };
        await using var waf = await WafContainer.StartAsync(WafContainer.Environment(WafMode.Blocking, exclusion));
        const string Injection = "1%27%20or%20%27a%27%3D%27a";

        (await waf.GetAsync(Acme, $"/learn/sql?query={Injection}")).ShouldBe(200);
        (await waf.GetAsync(Globex, $"/learn/sql?query={Injection}")).ShouldBe(403);
        (await waf.GetAsync(Acme, $"/learner?query={Injection}")).ShouldBe(403);
        (await waf.GetAsync(Acme, $"/learn?other={Injection}")).ShouldBe(403);
    }

    [Fact]
    public async Task Its_log_is_lines_of_JSON_that_name_rule_and_field_and_nothing_that_was_sent()
    {
        await using var waf = await WafContainer.StartAsync(WafContainer.Environment(WafMode.Blocking));
        const string Secret = "s3cr3t-pl4nted";
        var body = $$"""{"email":"x' OR 1=1 -- {{Secret}}","password":"{{Secret}}","{{Secret}} <script>alert(1)</script>":1}""";
        var head = $"User-Agent: test/1\r\nAccept: */*\r\nConnection: close\r\nAuthorization: Bearer {Secret}\r\nCookie: edit-access={Secret}; x=<script>{Secret}</script>\r\nReferer: https://x.example/?{Secret}=<script>\r\n";

        var (status, answer) = await waf.SendAsync(Bytes($"POST /api/auth/login?token={Secret}&{Secret}=<script>alert(1)</script> HTTP/1.1\r\nHost: {Acme}\r\n{head}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
        await waf.Service.DisposeAsync();
        (await waf.SendAsync(Bytes($"GET /?token={Secret} HTTP/1.1\r\nHost: {Acme}\r\nUser-Agent: test/1\r\nAccept: */*\r\nConnection: close\r\nAuthorization: Bearer {Secret}\r\n\r\n"))).Status.ShouldBe(502);

        status.ShouldBe(403);
        var (text, findings) = await waf.LogAsync(findings: 1, failures: 1);
        var finding = findings.ShouldHaveSingleItem();
        finding["host"]!.ToString().ShouldBe(Acme);
        finding["path"]!.ToString().ShouldBe("/api/auth/login");
        finding["rules"]!.AsArray().Select(rule => $"{rule!["id"]} {rule["at"]}").ShouldContain("942100 ARGS:json.email");
        answer.ShouldContain($"X-Refusal: {finding["request"]}");
        text.ShouldContain("\"event\":\"failure\",\"status\":502");
        text.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_host_of_nobody_is_not_found()
    {
        await using var waf = await WafContainer.StartAsync(WafContainer.Environment(WafMode.Blocking));

        (await waf.GetAsync("elsewhere.example", "/")).ShouldBe(404);
        waf.Service.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_not_ready_while_it_is_being_stopped_and_ends_in_peace()
    {
        await using var waf = await WafContainer.StartAsync(WafContainer.Environment(WafMode.Blocking));

        await waf.ExecuteAsync("touch", "/tmp/draining");

        (await waf.GetAsync("probe", "/health/ready", 8081)).ShouldBe(503);
        (await waf.GetAsync("probe", "/health/live", 8081)).ShouldBe(200);
        (await waf.GetAsync(Acme, "/")).ShouldBe(200);
        (await waf.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Without_its_settings_it_says_which_file_is_missing()
    {
        await using var waf = await WafContainer.StartAsync(null, WafSite.Of(WafContainer.Environment(WafMode.Blocking)));

        (await waf.EndAsync()).ShouldBe((1, "waf: there is no readable file /etc/waf/rules.conf; mount the ConfigMap of the environment there"));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

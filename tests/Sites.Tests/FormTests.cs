using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class FormTests(PostgresServer postgres) : SitesTest(postgres)
{
    private const string Form = "/api/sites/main/pages/contact/forms/ask";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await PublishAsync("acme.test", "contact", JsonNode.Parse("""
            {"title": "Contact", "blocks": [{"type": "columns", "columns": [{"blocks": [{"type": "form", "name": "ask", "submit": "Send", "thanks": "Thanks",
              "fields": [{"name": "mail", "label": "E-mail", "kind": "email", "required": true}, {"name": "words", "label": "Words", "kind": "multiline"}]}]}]}]}
            """)!);
    }

    [Fact]
    public async Task What_a_browser_sends_is_kept_for_the_editors_and_leads_back_to_the_page()
    {
        var sent = await Visitor().PostAsync(Form, new FormUrlEncodedContent(new Dictionary<string, string> { ["mail"] = "ann@example.org", ["words"] = "Hello\nthere" }));
        sent.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        sent.Headers.Location!.ToString().ShouldBe("/contact#ask-sent");

        (await Visitor().PostAsJsonAsync(Form, new { mail = "bob@example.org" })).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await EntriesAsync()).ShouldBe(["bob@example.org/", "ann@example.org/Hello\nthere"]);
    }

    [Fact]
    public async Task Every_problem_is_named_at_its_field()
    {
        var answer = await Visitor().PostAsJsonAsync(Form, new { mail = "not a mail", words = new string('x', 5001), more = "1" });
        (await ProblemAsync(answer)).ShouldBe(
            """{"title":"The form was not sent: see 'errors' for each field.","status":400,"errors":{"mail":["is no e-mail address"],"more":["is no field of this form"],"words":["is 5001 characters long; at most 5000 are allowed"]}}""");
        (await Visitor().PostAsJsonAsync(Form, new { })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await EntriesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_forms_that_visitors_see_can_be_sent()
    {
        (await Visitor().PostAsJsonAsync("/api/sites/main/pages/contact/forms/other", new { })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Visitor("globex.test").PostAsJsonAsync(Form, new { mail = "ann@example.org" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Editor().PostAsync("/api/sites/main/pages/contact/unpublish", null)).EnsureSuccessStatusCode();
        (await Visitor().PostAsJsonAsync(Form, new { mail = "ann@example.org" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Visitors_and_other_brands_read_nothing_of_what_came_in()
    {
        (await Visitor().PostAsJsonAsync(Form, new { mail = "ann@example.org" })).EnsureSuccessStatusCode();
        (await Visitor().GetAsync(Form)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await JsonAsync(await Editor("globex.test").GetAsync(Form)))["entries"]!.AsArray().ShouldBeEmpty();
    }

    private async Task<IEnumerable<string>> EntriesAsync() => (await JsonAsync(await Editor().GetAsync(Form)))["entries"]!.AsArray()
        .Select(entry => $"{entry!["values"]!["mail"]}/{entry["values"]!["words"]}");
}

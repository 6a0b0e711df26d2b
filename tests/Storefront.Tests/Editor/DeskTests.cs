using System.Net;
using System.Text.Json.Nodes;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Storefront.Tests.Editor;

[Trait("Suite", "Service")]
public sealed class DeskTests(PostgresServer postgres) : EditorTest(postgres)
{
    private const string Everything = """
        [{"type":"heading","text":"Who we are"},{"type":"text","text":"Plain.\n\nTwo."},{"type":"richtext","paragraphs":[{"style":"plain","spans":[{"text":"We "},{"text":"bake","bold":true,"italic":true,"link":"https://example.org/"}]},{"style":"bullet","spans":[{"text":"Bread"}]}]},{"type":"image","url":"/media/a.png","alt":"A"},{"type":"gallery","images":[{"url":"/media/b.png","alt":"B"}]},{"type":"columns","columns":[{"blocks":[{"type":"button","text":"Go","url":"mailto:us@example.org"}]},{"blocks":[]}]},{"type":"form","name":"contact","fields":[{"name":"mail","label":"E-mail","kind":"email","required":true},{"name":"words","label":"Words","kind":"multiline","required":false}],"submit":"Send","thanks":"Thank you."}]
        """;

    [Fact]
    public async Task A_page_with_every_type_of_block_is_saved_as_it_was_shown()
    {
        await NewPageAsync(Everything);
        var owner = await OwnerAsync();
        var fields = FormFields.Of(await owner.ReadAsync(About));
        (await owner.SendAsync(About, [.. fields, ("do", "save")])).Headers.Location!.OriginalString.ShouldBe($"{About}?said=saved");
        (await StoredAsync())["version"]!.GetValue<int>().ShouldBe(1, "nothing had changed");

        (await owner.SendAsync(About, [.. FormFields.With(fields, "title", "About us"), ("do", "save")])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var stored = await StoredAsync();
        stored["title"]!.GetValue<string>().ShouldBe("About us");
        JsonNode.DeepEquals(stored["blocks"], JsonNode.Parse(Everything)).ShouldBeTrue(stored["blocks"]!.ToJsonString());
    }

    [Fact]
    public async Task Blocks_are_added_moved_and_removed_and_nothing_is_saved_before_the_user_says_so()
    {
        await NewPageAsync("""[{"type":"heading","text":"One"},{"type":"text","text":"Two"}]""");
        var owner = await OwnerAsync();
        var html = await owner.ReadAsync(About);
        html = await PressAsync(owner, html, "add blocks button");
        html.ShouldContain("Button added at the end, 3 of 3.");
        html = await PressAsync(owner, html, "up blocks[2]");
        html.ShouldContain("""data-said="Button moved up, now 2 of 3." data-focus="f-blocks-1-up" data-changed="yes" """.TrimEnd());
        html = await PressAsync(owner, html, "remove blocks[0]");
        FormFields.Of(html).Where(field => field.Name.EndsWith(".type", StringComparison.Ordinal)).Select(field => field.Value).ShouldBe(["button", "text"]);
        (await StoredAsync())["version"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_what_was_written_comes_back()
    {
        await NewPageAsync();
        var owner = await OwnerAsync();
        var html = await PressAsync(owner, await owner.ReadAsync(About), "add blocks button");
        var answer = await owner.SendAsync(About, [.. FormFields.With(FormFields.Of(html), "blocks[1].url", "javascript:alert(1)"), ("do", "publish")]);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var again = await answer.Content.ReadAsStringAsync();
        again.ShouldContain("""<a href="#f-blocks-1-url">Block 2, address</a> is &#x27;javascript:alert(1)&#x27;; use an http, https, mailto or tel URL or a path that starts with &#x27;/&#x27;""");
        again.ShouldContain("""<span class="error" id="f-blocks-1-text-error">is empty</span>""");
        FormFields.Of(again).ShouldContain(("blocks[1].url", "javascript:alert(1)"));
        again.ShouldNotContain("href=\"javascript");
    }

    [Theory]
    [InlineData(14, HttpStatusCode.SeeOther)]
    [InlineData(15, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_page_may_be_as_large_as_sites_takes_in_any_language_and_a_larger_one_comes_back(int blocks, HttpStatusCode status)
    {
        await NewPageAsync();
        var owner = await OwnerAsync();
        var texts = Enumerable.Range(0, blocks).SelectMany(index => ((string, string)[])[($"blocks[{index}].type", "text"), ($"blocks[{index}].text", new string('é', 9000))]).ToArray();
        var answer = await owner.SendAsync(About, [("seen", "1"), ("title", "Long"), .. texts, ("do", "save")]);
        answer.StatusCode.ShouldBe(status);
        if (status != HttpStatusCode.SeeOther)
        {
            var html = await answer.Content.ReadAsStringAsync();
            html.ShouldContain("The body is too large. At most 262144 bytes are taken here.");
            FormFields.Of(html).ShouldContain(texts[^1]);
        }
    }

    [Fact]
    public async Task Two_editors_both_keep_what_they_wrote_until_one_decides()
    {
        await NewPageAsync();
        var (ann, bob) = (await OwnerAsync(), await OwnerAsync());
        var seen = FormFields.Of(await ann.ReadAsync(About));
        (await bob.SendAsync(About, [.. FormFields.With(seen, "title", "Bob's"), ("do", "save")])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        var answer = await ann.SendAsync(About, [.. FormFields.With(seen, "title", "Ann's"), ("do", "save")]);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain("Somebody else saved this page meanwhile");
        html.ShouldContain("Version 2 is saved now; you began with version 1. What you have written is still here and not saved yet.");
        FormFields.Of(html).ShouldContain(("title", "Ann's"));
        (await StoredAsync())["title"]!.GetValue<string>().ShouldBe("Bob's");

        (await ann.SendAsync(About, [.. FormFields.Of(html), ("do", "save-mine")])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await StoredAsync())["title"]!.GetValue<string>().ShouldBe("Ann's");
        (await ann.ReadAsync($"{About}/history")).ShouldContain("2. Bob&#x27;s");
    }

    [Fact]
    public async Task A_page_that_was_removed_meanwhile_can_be_saved_as_a_new_one()
    {
        await NewPageAsync();
        var owner = await OwnerAsync();
        var seen = FormFields.With(FormFields.Of(await owner.ReadAsync(About)), "title", "Mine");
        (await Tool().DeleteAsync("/api/sites/main/pages/about")).EnsureSuccessStatusCode();
        var answer = await owner.SendAsync(About, [.. seen, ("do", "save")]);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain("The page was removed meanwhile");
        (await owner.SendAsync(About, [.. FormFields.Of(html), ("do", "save-mine")])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await StoredAsync())["title"]!.GetValue<string>().ShouldBe("Mine");
    }

    [Fact]
    public async Task Publishing_saves_first_and_unpublishing_takes_away()
    {
        await NewPageAsync();
        var owner = await OwnerAsync();
        var fields = FormFields.Of(await owner.ReadAsync(About));
        (await owner.SendAsync(About, [.. FormFields.With(fields, "title", "For all"), ("do", "publish")])).Headers.Location!.OriginalString.ShouldBe($"{About}?said=published");
        (await Storefront.Client("acme.test").GetStringAsync("/about")).ShouldContain("<h1>For all</h1>");

        var html = await owner.ReadAsync($"{About}?said=published");
        html.ShouldContain("Published. Visitors see it in a moment.");
        html.ShouldContain("""<span class="state published">Published</span>""");
        (await owner.SendAsync(About, [.. FormFields.Of(html), ("do", "unpublish")])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await Storefront.Client("acme.test").GetAsync("/about")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await owner.ReadAsync(About)).ShouldContain("""<span class="state draft">Draft</span>""");
    }

    [Fact]
    public async Task A_page_is_removed_as_it_was_seen_and_not_otherwise()
    {
        await NewPageAsync();
        var owner = await OwnerAsync();
        var fields = FormFields.Of(await owner.ReadAsync(About));
        (await owner.SendAsync(About, [.. FormFields.With(fields, "title", "Second"), ("do", "save")])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await owner.SendAsync(About, [.. fields, ("do", "remove-page")])).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await owner.SendAsync(About, [.. FormFields.Of(await owner.ReadAsync(About)), ("do", "remove-page")])).Headers.Location!.OriginalString.ShouldBe("/edit");
        (await owner.GetAsync(About)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await owner.ReadAsync("/edit/sites/main/pages/home")).ShouldNotContain("remove-page", customMessage: "the home page stays");
    }

    [Fact]
    public async Task The_home_page_stays_published_and_the_editor_says_why()
    {
        var owner = await OwnerAsync();
        const string home = "/edit/sites/main/pages/home";
        var answer = await owner.SendAsync(home, [.. FormFields.Of(await owner.ReadAsync(home)), ("do", "unpublish")]);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("The home page stays. Visitors need the home page.");
    }

    [Fact]
    public async Task A_preview_is_the_page_as_visitors_will_see_it_but_for_its_links()
    {
        await NewPageAsync(Everything);
        var owner = await OwnerAsync();
        var fields = FormFields.With(FormFields.Of(await owner.ReadAsync(About)), "blocks[0].text", "Not saved yet");
        var preview = await (await owner.SendAsync("/edit/preview", fields)).Content.ReadAsStringAsync();
        (await StoredAsync())["version"]!.GetValue<int>().ShouldBe(1);
        (await owner.SendAsync(About, [.. fields, ("do", "publish")])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        preview.Replace("""<base target="_blank">""", "", StringComparison.Ordinal).ShouldBe(await Storefront.Client("acme.test").GetStringAsync("/about"));
    }

    [Fact]
    public async Task A_page_goes_back_to_an_older_version_by_its_history()
    {
        await NewPageAsync();
        var owner = await OwnerAsync();
        var fields = FormFields.Of(await owner.ReadAsync(About));
        await owner.SendAsync(About, [.. FormFields.With(fields, "title", "Second"), ("do", "save")]);
        (await owner.ReadAsync($"{About}/history")).ShouldContain("Bring back version 1");
        (await owner.SendAsync($"{About}/history", ("version", "1"), ("seen", "1"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await owner.SendAsync($"{About}/history", ("version", "1"), ("seen", "2"))).Headers.Location!.OriginalString.ShouldBe($"{About}?said=restored");
        (await StoredAsync())["title"]!.GetValue<string>().ShouldBe("About");
    }

    [Fact]
    public async Task A_viewer_sees_everything_and_changes_nothing()
    {
        await NewPageAsync();
        var viewer = await ViewerAsync();
        var list = await viewer.ReadAsync("/edit");
        list.ShouldContain("About");
        list.ShouldNotContain("New page");
        var html = await viewer.ReadAsync(About);
        html.ShouldContain("Some words.");
        html.ShouldNotContain("""name="do" """.TrimEnd());
        foreach (var path in (string[])[About, "/edit/sites/main/pages", "/edit/sites", $"{About}/history", "/edit/media"])
        {
            var answer = await viewer.SendAsync(path, ("seen", "1"), ("version", "1"), ("title", "Changed"), ("name", "changed"), ("theme", "blue"), ("do", "save"));
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("You may read, but not write", customMessage: path);
        }

        (await StoredAsync())["version"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task What_the_editor_does_not_know_of_is_a_page_in_words()
    {
        var owner = await OwnerAsync();
        foreach (var path in (string[])["/edit/nothing", "/edit/sites/main/pages/nothing", "/edit/sites/nothing/pages/home", "/edit/sites/main/pages/nothing/history"])
        {
            (await owner.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    [Theory]
    [InlineData("fly blocks[0]")]
    [InlineData("up blocks[0]")]
    [InlineData("remove blocks[7]")]
    [InlineData("remove blocks[99999999999]")]
    [InlineData("add title heading")]
    [InlineData("add blocks hologram")]
    [InlineData("remove __proto__[0]")]
    public async Task A_button_that_makes_no_sense_changes_nothing(string action)
    {
        await NewPageAsync();
        var owner = await OwnerAsync();
        var fields = FormFields.Of(await owner.ReadAsync(About));
        var answer = await owner.SendAsync(About, [.. fields, ("do", action)]);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        FormFields.Of(await answer.Content.ReadAsStringAsync()).ShouldBe(fields);
    }

    private static async Task<string> PressAsync(EditorUser user, string html, string action)
    {
        var answer = await user.SendAsync(About, [.. FormFields.Of(html), ("do", action)]);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }
}

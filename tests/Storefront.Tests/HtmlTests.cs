using CsCheck;
using SiteBuilder.Rendering;
using SiteBuilder.Rendering.Content;

namespace SiteBuilder.Storefront.Tests;

public sealed class HtmlTests
{
    [Fact]
    public void A_hole_is_encoded_and_html_in_a_hole_is_not()
    {
        var text = "<b title=\"x\">&'</b>";
        Html.Of($"""<p class="{text}">{text}{Html.Of($"<i>{1}</i>")}</p>""").ToString().ShouldBe(
            """<p class="&lt;b title=&quot;x&quot;&gt;&amp;&#x27;&lt;/b&gt;">&lt;b title=&quot;x&quot;&gt;&amp;&#x27;&lt;/b&gt;<i>1</i></p>""");
    }

    [Fact]
    public void Letters_of_other_languages_stay_readable() => Html.Of($"{"Grüße, Привет, 你好"}").ToString().ShouldBe("Grüße, Привет, 你好");

    [Fact]
    public void No_text_of_an_editor_can_add_a_tag_or_leave_its_attribute()
    {
        var plain = Tags(Render("x"));
        Gen.String[0, 60].Sample(text => Tags(Render(text + "<script>\"'" + text)).ShouldBe(plain));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("//evil.example/x.png")]
    [InlineData("http://example.org/x.png")]
    [InlineData(null)]
    public void A_picture_from_an_unsafe_place_is_left_out(string? url) =>
        Render("x", new SiteBlock("image") { Url = url, Alt = "alt" }).ShouldNotContain("<img");

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("//evil.example/")]
    [InlineData("/\\\\evil.example/")]
    public void A_link_that_a_browser_would_run_or_follow_elsewhere_is_left_out(string url)
    {
        Render("x", new SiteBlock("button") { Text = "Go", Url = url }).ShouldNotContain("Go</a>");
        var rich = Render("x", new SiteBlock("richtext") { Paragraphs = [new("plain", [new("Go", false, false, url)])] });
        rich.ShouldContain("<p>Go</p>");
    }

    [Fact]
    public void Paragraphs_of_a_list_become_one_list()
    {
        var html = Render("x", new SiteBlock("richtext")
        {
            Paragraphs =
            [
                new("plain", [new("We ", false, false, null), new("really", true, true, null), new(" bake.", false, false, null)]),
                new("bullet", [new("Bread", false, false, null)]),
                new("bullet", [new("Cake", false, false, "https://example.org/cake")]),
                new("numbered", [new("Mix", false, false, null)]),
                new("quote", [new("Good!", false, false, null)]),
            ],
        });
        html.ShouldContain("""<p>We <strong><em>really</em></strong> bake.</p><ul><li>Bread</li><li><a href="https://example.org/cake">Cake</a></li></ul><ol><li>Mix</li></ol><blockquote><p>Good!</p></blockquote>""");
    }

    [Fact]
    public void A_block_of_a_type_that_is_not_known_yet_is_left_out() =>
        Render("x", new SiteBlock("hologram") { Text = "secret" }).ShouldNotContain("secret");

    [Fact]
    public void A_page_reads_as_a_whole()
    {
        var html = Render(
            "Who & what",
            new SiteBlock("text") { Text = "One.\n\nTwo\nthree." },
            new SiteBlock("heading") { Text = "More <here>" },
            new SiteBlock("image") { Url = "https://example.org/a.png?x=1&y=2", Alt = "A \"quoted\" alt" });
        html[..html.IndexOf("<style>", StringComparison.Ordinal)].ShouldBe("""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Who &amp; what - Acme &amp; Sons</title>

            """);
        html[html.IndexOf("<body>", StringComparison.Ordinal)..].ShouldBe("""
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            <header class="site"><div class="wrap">
            <a class="mark" href="/"><span aria-hidden="true">A</span>Acme &amp; Sons</a>
            <nav aria-label="Pages"><ul><li><a href="/">Home</a></li><li><a href="/about" aria-current="page">Who &amp; what</a></li></ul></nav>
            </div></header>
            <main id="content">
            <div class="lead"><div class="wrap"><p>Acme &amp; Sons</p><h1>Who &amp; what</h1></div></div>
            <div class="wrap blocks"><p>One.</p><p>Two&#xA;three.</p><h2>More &lt;here&gt;</h2><img src="https://example.org/a.png?x=1&amp;y=2" alt="A &quot;quoted&quot; alt" loading="lazy"></div>
            </main>
            <footer class="end"><div class="wrap">Acme &amp; Sons</div></footer>
            </body>
            </html>

            """);
    }

    private static SiteBlock[] EveryType(string text) =>
    [
        new("text") { Text = text },
        new("heading") { Text = text },
        new("image") { Url = "/a.png", Alt = text },
        new("gallery") { Images = [new("/a.png", text)] },
        new("button") { Text = text, Url = "/a" },
        new("richtext") { Paragraphs = [new("bullet", [new(text, true, true, "https://example.org/")]), new("quote", [new(text, false, false, null)])] },
        new("columns") { Columns = [new([new("heading") { Text = text }])] },
        new("form") { Name = "f", Submit = text, Thanks = text, Fields = [new("a", text, "multiline", true), new("b", text, "email", false)] },
    ];

    private static string Render(string title, params SiteBlock[] blocks)
    {
        var page = new SitePage("about", title, blocks.Length > 0 ? blocks : EveryType(title), 1);
        var site = new SiteAnswer(new("acme", "Acme & Sons", "blue"), "main", "/", [new("home", "Welcome", "/"), new("about", title, "/about")], page);
        return SiteTemplate.Page(site, page).ToString();
    }

    // paragraphs come from empty lines, so their number is the editor's to choose
    private static string Tags(string html) => string.Concat(
        System.Text.RegularExpressions.Regex.Matches(html, "<[^>]*?[ >]|\"").Select(match => match.Value).Where(tag => tag is not ("<p>" or "</p>")));
}

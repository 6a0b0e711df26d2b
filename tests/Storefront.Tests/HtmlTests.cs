using CsCheck;
using SiteBuilder.Storefront.Rendering;
using SiteBuilder.Storefront.Sites;

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
        Render("x", new SiteBlock("image", null, url, "alt")).ShouldNotContain("<img");

    [Fact]
    public void A_block_of_a_type_that_is_not_known_yet_is_left_out() =>
        Render("x", new SiteBlock("gallery", "secret", null, null)).ShouldNotContain("secret");

    [Fact]
    public void A_page_reads_as_a_whole()
    {
        var html = Render(
            "Who & what",
            new SiteBlock("text", "One.\n\nTwo\nthree.", null, null),
            new SiteBlock("heading", "More <here>", null, null),
            new SiteBlock("image", null, "https://example.org/a.png?x=1&y=2", "A \"quoted\" alt"));
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

    private static string Render(string title, params SiteBlock[] blocks)
    {
        var page = new SitePage("about", title, blocks.Length > 0 ? blocks : [new("text", title, null, null), new("heading", title, null, null), new("image", null, "/a.png", title)], 1);
        var site = new SiteAnswer(new("acme", "Acme & Sons", "blue"), [new("home", "Welcome"), new("about", title)], page);
        return SiteTemplate.Page(site, page).ToString();
    }

    // paragraphs come from empty lines, so their number is the editor's to choose
    private static string Tags(string html) => string.Concat(
        System.Text.RegularExpressions.Regex.Matches(html, "<[^>]*?[ >]|\"").Select(match => match.Value).Where(tag => tag is not ("<p>" or "</p>")));
}

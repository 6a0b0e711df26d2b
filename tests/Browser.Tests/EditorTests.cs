using Microsoft.Playwright;
using SiteBuilder.Browser.Tests.Fixtures;
using SiteBuilder.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace SiteBuilder.Browser.Tests;

[Trait("Suite", "Service")]
public sealed class EditorTests(PostgresServer postgres, Chromium chromium) : BrowserTest(postgres, chromium)
{
    [Fact]
    public async Task A_page_is_written_looked_at_published_and_removed_with_the_mouse()
    {
        var page = await OwnerAsync();
        await KeepAsync(page, "editor-pages");
        await page.GetByText("New page").ClickAsync();
        await page.Locator("#new-main-title").FillAsync("Our story");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create page" }).ClickAsync();

        await Add(page, "Text").ClickAsync();
        await Expect(page.Locator("#said")).ToHaveTextAsync("Text added at the end, 1 of 1.");
        await FocusIsAsync(page, "f-blocks-0-text");
        await page.Keyboard.TypeAsync("We began with one oven.");
        await Expect(Preview(page).GetByText("We began with one oven.")).ToBeVisibleAsync();
        await Expect(page.Locator(".tools .state")).ToHaveTextAsync("Not saved");
        await Add(page, "Heading").ClickAsync();
        await FocusIsAsync(page, "f-blocks-1-text");
        await page.Keyboard.TypeAsync("The beginning");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move up: Heading, 2 of 2" }).ClickAsync();
        await Expect(Preview(page).Locator(".blocks > :first-child")).ToHaveTextAsync("The beginning");
        (await StatusAsync("/our-story")).ShouldBe(404, "nothing is published yet");
        await KeepAsync(page, "editor-desk");

        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Expect(page.Locator(".tools .state")).ToHaveTextAsync("Published");
        await page.GetByRole(AriaRole.Link, new() { Name = "View page" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Our story");
        await Expect(page.GetByText("We began with one oven.")).ToBeVisibleAsync();

        await page.GoBackAsync();
        await page.GetByText("Remove this page").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove for good" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Pages" })).ToBeVisibleAsync();
        (await StatusAsync("/our-story")).ShouldBe(404);
    }

    [Fact]
    public async Task A_page_is_written_and_published_with_the_keyboard_alone()
    {
        await PublishAsync("acme.test", "about", new { title = "About", blocks = new object[] { new { type = "heading", text = "One" }, new { type = "text", text = "Two" } } });
        var page = await OpenAsync();
        await page.GotoAsync("/edit/sites/main/pages/about");
        await TabToAsync(page, "email");
        await page.Keyboard.TypeAsync("owner@acme.test");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(OwnerPassword);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#editor")).ToBeVisibleAsync();

        // the second block goes up, and the focus with it
        await TabToAsync(page, "f-blocks-1-up");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#said")).ToHaveTextAsync("Text moved up, now 1 of 2.");
        await FocusIsAsync(page, "f-blocks-0-down");

        // it goes away, and the focus to what took its place
        await TabToAsync(page, "f-blocks-0-remove");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#said")).ToHaveTextAsync("Text removed, 1 left.");
        await FocusIsAsync(page, "f-blocks-0-text");

        // a new one, and the focus is where one types
        await TabToAsync(page, "f-blocks-add-button");
        await page.Keyboard.PressAsync("Space");
        await FocusIsAsync(page, "f-blocks-1-text");
        await page.Keyboard.TypeAsync("Write to us");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("nowhere");
        await TabToAsync(page, "publish", backwards: true);
        await page.Keyboard.PressAsync("Enter");

        // what is wrong is where the focus is, and a link leads to the field
        await FocusIsAsync(page, "problems");
        await KeepAsync(page, "editor-problem");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await FocusIsAsync(page, "f-blocks-1-url");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("mailto:us@example.org");
        await TabToAsync(page, "publish", backwards: true);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#said")).ToHaveTextAsync("Published. Visitors see it in a moment.");
        await FocusIsAsync(page, "publish");

        await page.GotoAsync("/about");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Write to us" })).ToHaveAttributeAsync("href", "mailto:us@example.org");
    }

    [Fact]
    public async Task Of_two_editors_the_later_one_is_asked_and_loses_nothing()
    {
        await PublishAsync("acme.test", "about", new { title = "About", blocks = Array.Empty<object>() });
        var (ann, bob) = (await OwnerAsync(), await OwnerAsync());
        foreach (var editor in (IPage[])[ann, bob])
        {
            await editor.GotoAsync("/edit/sites/main/pages/about");
        }

        await bob.GetByLabel("Title").FillAsync("Bob's page");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(bob.Locator("#said")).ToHaveTextAsync("Saved. Visitors do not see it before it is published.");

        await ann.GetByLabel("Title").FillAsync("Ann's page");
        await ann.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(ann.GetByRole(AriaRole.Heading, new() { Name = "Somebody else saved this page meanwhile" })).ToBeVisibleAsync();
        await Expect(ann.GetByLabel("Title")).ToHaveValueAsync("Ann's page");
        await KeepAsync(ann, "editor-conflict");
        await ann.GetByRole(AriaRole.Button, new() { Name = "Save mine over it" }).ClickAsync();
        await Expect(ann.Locator("#said")).ToHaveTextAsync("Saved. Visitors do not see it before it is published.");

        await ann.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        await KeepAsync(ann, "editor-history");
        await ann.GetByRole(AriaRole.Button, new() { Name = "Bring back version 2" }).ClickAsync();
        await Expect(ann.GetByLabel("Title")).ToHaveValueAsync("Bob's page");
    }

    [Fact]
    public async Task Every_type_of_block_fits_a_desk_and_a_telephone()
    {
        await PublishAsync("globex.test", "home", Samples.Home);
        await PublishAsync("globex.test", "contact", Samples.Contact);
        foreach (var width in (int[])[Wide, Narrow])
        {
            var page = await OwnerAsync("globex.test", width);
            await KeepAsync(page, $"editor-pages-{width}", whole: true);
            foreach (var slug in (string[])["home", "contact"])
            {
                await page.GotoAsync($"/edit/sites/main/pages/{slug}");
                await Expect(Preview(page).GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
                (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("nothing is wider than the window");
                await KeepAsync(page, $"editor-{slug}-{width}", whole: true);
                await page.Locator("#preview").ScrollIntoViewIfNeededAsync();
                await KeepAsync(page, $"editor-{slug}-{width}-preview");
            }
        }

        var signIn = await OpenAsync("globex.test", Narrow);
        await signIn.GotoAsync("/edit");
        await KeepAsync(signIn, "editor-sign-in-400");
    }

    [Fact]
    public async Task Where_nobody_keeps_pictures_the_picker_says_so_and_the_focus_comes_back()
    {
        await PublishAsync("acme.test", "about", new { title = "About", blocks = Array.Empty<object>() });
        var page = await OwnerAsync();
        await page.GotoAsync("/edit/sites/main/pages/about");
        await Add(page, "Picture").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Choose a picture" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByText("The pictures of the brand cannot be listed")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await FocusIsAsync(page, "f-blocks-0-url");
    }

    [Fact]
    public async Task A_draft_cannot_run_a_script_in_the_editor()
    {
        await PublishAsync("acme.test", "about", new { title = "</iframe><script>window.hit=1</script>", blocks = new object[] { new { type = "text", text = "\"><img src=x onerror=\"parent.hit=1\">" } } });
        var page = await OwnerAsync();
        await page.GotoAsync("/edit/sites/main/pages/about");
        await Expect(Preview(page).GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("</iframe><script>window.hit=1</script>");
        (await page.EvaluateAsync<bool>("() => 'hit' in window")).ShouldBeFalse();
        // a click in the preview leads nowhere
        await Preview(page).GetByRole(AriaRole.Link, new() { Name = "Home" }).ClickAsync();
        await Expect(Preview(page).GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        Complaints.ShouldHaveSingleItem().ShouldContain("in a new window because the request was made in a sandboxed frame");
        Complaints.Clear();
    }

    [Fact]
    public async Task Without_scripts_everything_can_be_done_but_the_preview_stands_still()
    {
        await PublishAsync("acme.test", "about", new { title = "About", blocks = Array.Empty<object>() });
        var page = await OwnerAsync();
        await page.RouteAsync("**/*.js", route => route.AbortAsync());
        await page.GotoAsync("/edit/sites/main/pages/about");
        await Add(page, "Heading").ClickAsync();
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("Without a script");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish changes" }).ClickAsync();
        await Expect(page.GetByText("Published. Visitors see it in a moment.")).ToBeVisibleAsync();
        await Expect(Preview(page).GetByText("Without a script")).ToBeVisibleAsync();
    }

    private static ILocator Add(IPage page, string kind) => page.Locator("#f-blocks-add").GetByRole(AriaRole.Button, new() { Name = kind, Exact = true });

    private static IFrameLocator Preview(IPage page) => page.FrameLocator("#preview");

    private static Task FocusIsAsync(IPage page, string id) => Expect(page.Locator($"[id='{id}']")).ToBeFocusedAsync();

    private static async Task TabToAsync(IPage page, string id, bool backwards = false)
    {
        for (var presses = 0; presses < 80; presses++)
        {
            if (await page.EvaluateAsync<string>("() => document.activeElement.id") == id)
            {
                return;
            }

            await page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
        }

        Assert.Fail($"the keyboard does not reach '{id}'");
    }

    private async Task<int> StatusAsync(string path) => (int)(await Storefront.Client("acme.test").GetAsync(path)).StatusCode;
}

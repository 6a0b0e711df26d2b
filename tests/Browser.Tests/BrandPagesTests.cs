using Microsoft.Playwright;
using SiteBuilder.Browser.Tests.Fixtures;
using SiteBuilder.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace SiteBuilder.Browser.Tests;

[Trait("Suite", "Service")]
public sealed class BrandPagesTests(PostgresServer postgres, Chromium chromium) : BrowserTest(postgres, chromium)
{
    [Theory]
    [InlineData("acme", "rgb(29, 78, 216)")]
    [InlineData("globex", "rgb(4, 120, 87)")]
    public async Task Each_brand_shows_its_home_page_in_its_colours(string brand, string accent)
    {
        var host = $"{brand}.test";
        await PublishAsync(host, "home", Samples.Home);
        await PublishAsync(host, "contact", Samples.Contact);
        foreach (var width in (int[])[Wide, Narrow])
        {
            var page = await OpenAsync(host, width);
            await page.GotoAsync("/");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Bread worth getting up for");
            await Expect(page.Locator(".mark span")).ToHaveCSSAsync("background-color", accent);
            (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("nothing is wider than the window");
            await KeepAsync(page, $"home-{brand}-{width}", whole: true);
            await page.GetByRole(AriaRole.Link, new() { Name = "Contact" }).ClickAsync();
            await KeepAsync(page, $"contact-{brand}-{width}", whole: true);
        }
    }

    [Fact]
    public async Task A_visitor_sends_a_form_and_reads_the_thanks()
    {
        await PublishAsync("acme.test", "contact", Samples.Contact);
        var page = await OpenAsync();
        await page.GotoAsync("/contact");
        await page.GetByLabel("Your e-mail").FillAsync("ann@example.org");
        await page.GetByLabel("What can we do for you?").FillAsync("Two loaves, please.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(page.GetByText("Thank you, we will write back.")).ToBeVisibleAsync();
    }
}

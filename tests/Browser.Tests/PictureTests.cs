using Microsoft.Playwright;
using SiteBuilder.Browser.Tests.Fixtures;
using SiteBuilder.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace SiteBuilder.Browser.Tests;

/// <summary>The editor with a real Media and a real object storage behind it.</summary>
[Trait("Suite", "Service")]
public sealed class PictureTests(PostgresServer postgres, ObjectStorageServer storage, Chromium chromium) : BrowserTest(postgres, chromium)
{
    private readonly List<RunningService> _services = [];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var service in Enumerable.Reverse(_services))
        {
            await service.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_picture_is_uploaded_chosen_and_shown()
    {
        await PublishAsync("acme.test", "about", new { title = "About", blocks = Array.Empty<object>() });
        var media = Keep(await MediaRun.StartAsync(await storage.NewBucketAsync(), Auth.Traffic, PathOf("brands.json")));
        var gateway = Keep(await (GatewayRun with { Media = media.Traffic }).StartAsync());
        var storefront = Keep(await StorefrontAsync(gateway));
        var front = Keep(await FrontDoor.StartAsync(("/api", gateway.Traffic), ("/media", media.Traffic), ("", storefront.Traffic)));
        var page = await OwnerAsync(front: front);
        await page.GotoAsync("/edit/sites/main/pages/about");
        await page.Locator("#f-blocks-add-image").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Choose a picture" }).ClickAsync();
        var picker = page.GetByRole(AriaRole.Dialog);
        await Expect(picker.GetByText("There is no picture here yet.")).ToBeVisibleAsync();

        var upload = picker.GetByLabel("Upload a picture");
        await upload.SetInputFilesAsync(new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "no picture"u8.ToArray() });
        await Expect(picker.Locator(".notice.bad")).ToContainTextAsync("The picture was not kept: file");
        // larger than any page; what follows the end of a PNG is no part of the picture
        await upload.SetInputFilesAsync(new FilePayload { Name = "flag.png", MimeType = "image/png", Buffer = [.. Pictures.Png(1200, 500), .. new byte[2 * 1024 * 1024]] });
        await Expect(picker.GetByText("The picture is here now; choose it from the list.")).ToBeVisibleAsync();
        await Expect(picker.GetByRole(AriaRole.Img, new() { Name = "Picture 1" })).ToBeVisibleAsync();
        await KeepAsync(page, "editor-pictures");
        await picker.GetByRole(AriaRole.Button, new() { Name = "Picture 1" }).ClickAsync();
        await Expect(page.GetByLabel("Address")).ToBeFocusedAsync();
        await page.GetByLabel("Description").FillAsync("A red and blue flag");

        var shown = page.FrameLocator("#preview").GetByRole(AriaRole.Img, new() { Name = "A red and blue flag" });
        await Expect(shown).ToHaveJSPropertyAsync("naturalWidth", 1200);
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish changes" }).ClickAsync();
        await Expect(page.Locator("#said")).ToHaveTextAsync("Published. Visitors see it in a moment.");
        await page.GotoAsync("/about");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "A red and blue flag" })).ToHaveJSPropertyAsync("naturalWidth", 1200);
    }

    private RunningService Keep(RunningService service)
    {
        _services.Add(service);
        return service;
    }
}

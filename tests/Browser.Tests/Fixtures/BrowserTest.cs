using System.Collections.Concurrent;
using System.Net.Http.Json;
using Microsoft.Playwright;
using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.Storefront;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Browser.Tests.Fixtures;

/// <summary>The base of tests in a real browser, in front of the real services.</summary>
public abstract class BrowserTest(PostgresServer postgres, Chromium chromium) : PlatformTest(postgres)
{
    /// <summary>The width of a desk's window.</summary>
    protected const int Wide = 1280;

    /// <summary>The width of a telephone.</summary>
    protected const int Narrow = 400;

    private readonly List<IBrowserContext> _contexts = [];

    /// <summary>What the browser complained about, such as something that the policy of a page forbids; a test that is about it clears it.</summary>
    protected ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Where browsers reach everything, as they do through the ingress.</summary>
    protected RunningService Front { get; private set; } = null!;

    /// <summary>The running Storefront.</summary>
    protected RunningService Storefront { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Storefront = await StorefrontAsync(Gateway);
        Front = await FrontDoor.StartAsync(("/api", Gateway.Traffic), ("", Storefront.Traffic));
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var context in _contexts)
        {
            await context.DisposeAsync();
        }

        foreach (var service in (RunningService?[])[Front, Storefront])
        {
            if (service is not null)
            {
                await service.DisposeAsync();
            }
        }

        await base.DisposeAsync();
        Complaints.ShouldBeEmpty();
    }

    /// <summary>Starts a Storefront in front of a gateway. The first answers of a cold process may take longer than visitors are to wait.</summary>
    protected Task<RunningService> StorefrontAsync(RunningService gateway) => RunningService.StartAsync(StorefrontService.Create(
        [.. RunningService.CommonArguments(), $"--Storefront:Sites={Sites.Traffic}", $"--Storefront:Api={gateway.Traffic}", "--Storefront:SitesTimeoutMilliseconds=30000"]));

    /// <summary>A browser of its own, at a brand's host.</summary>
    protected async Task<IPage> OpenAsync(string host = "acme.test", int width = Wide, RunningService? front = null)
    {
        var context = await chromium.OpenAsync(new Uri($"http://{host}:{(front ?? Front).Traffic.Port}"), width);
        _contexts.Add(context);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            // an answer that is no success is what some tests are about
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                Complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Enqueue(error);
        return page;
    }

    /// <summary>A browser in which the brand's owner is signed in.</summary>
    protected async Task<IPage> OwnerAsync(string host = "acme.test", int width = Wide, RunningService? front = null)
    {
        var page = await OpenAsync(host, width, front);
        var answer = await page.GotoAsync("/edit");
        answer!.Status.ShouldBe(200, await page.InnerTextAsync("body"));
        await page.GetByLabel("E-mail").FillAsync($"owner@{host}");
        await page.GetByLabel("Password").FillAsync(OwnerPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Pages" }).WaitForAsync();
        return page;
    }

    /// <summary>Makes and publishes a page with the tools of the API.</summary>
    protected async Task PublishAsync(string host, string slug, object page)
    {
        using var tool = new HttpClient { BaseAddress = Sites.Traffic };
        tool.DefaultRequestHeaders.Host = host;
        tool.DefaultRequestHeaders.Authorization = new("Bearer", SitesRun.Token);
        var path = $"/api/sites/main/pages/{slug}";
        using var put = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(page) };
        if ((await tool.GetAsync(path)).Headers.ETag is { } seen)
        {
            put.Headers.IfMatch.Add(seen);
        }

        (await tool.SendAsync(put)).EnsureSuccessStatusCode();
        (await tool.PostAsync($"{path}/publish", null)).EnsureSuccessStatusCode();
    }

    /// <summary>Keeps what the browser shows in artifacts/screenshots.</summary>
    protected static async Task KeepAsync(IPage page, string name, bool whole = false)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "SiteBuilder.sln")))
        {
            root = root.Parent!;
        }

        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(root.FullName, "artifacts", "screenshots", $"{name}.png"), FullPage = whole });
    }
}

using Microsoft.Playwright;
using SiteBuilder.Browser.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace SiteBuilder.Browser.Tests.Fixtures;

/// <summary>The machine's own Chromium, without a window, for all tests of the assembly. Every host of a test brand leads to this machine.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc />
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A browser that has seen nothing yet; skips the test where there is no Chromium.</summary>
    /// <param name="address">What paths are relative to.</param>
    /// <param name="width">The width of its window.</param>
    public async Task<IBrowserContext> OpenAsync(Uri address, int width)
    {
        Assert.SkipUnless(File.Exists(Program), "needs Chromium: install the package chromium");
        await _starting.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Program,
                // its own sandbox does not work for root; the pages are ours
                ChromiumSandbox = !Environment.IsPrivilegedProcess,
                Args = ["--host-resolver-rules=MAP *.test 127.0.0.1", "--disable-dev-shm-usage"],
            });
        }
        finally
        {
            _starting.Release();
        }

        return await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
        });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _starting.Dispose();
    }
}

using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Storefront.Tests;

/// <summary>The base of tests with a real Sites behind a real Storefront.</summary>
public abstract class StorefrontTest(PostgresServer postgres) : SitesTest(postgres)
{
    /// <summary>The running Storefront.</summary>
    protected RunningService Storefront { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Storefront = await StartAsync(Sites.Traffic);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Storefront is not null)
        {
            await Storefront.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    /// <summary>Starts a Storefront in front of a Sites.</summary>
    protected static Task<RunningService> StartAsync(Uri sites) =>
        RunningService.StartAsync(StorefrontService.Create([.. RunningService.CommonArguments(), $"--Storefront:Sites={sites}", "--Storefront:Api=http://127.0.0.1:9"]));

    /// <summary>A browser on a brand's host.</summary>
    protected HttpClient Browser(string host = "acme.test") => Storefront.Client(host);
}

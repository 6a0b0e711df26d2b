using System.Text.Json;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>The settings of a gateway under test, without limits that a test would reach by accident.</summary>
internal sealed record GatewayRun(Uri Auth, Uri Sites, string BrandsFile)
{
    /// <summary>Where Media is; null: it has no route.</summary>
    public Uri? Media { get; init; }

    public int LargestText { get; init; } = 256 * 1024;

    public int LargestFile { get; init; } = 11 * 1024 * 1024;

    public int TimeoutSeconds { get; init; } = 30;

    public int LogInsPerMinute { get; init; } = 1_000_000;

    public bool Cookies { get; init; }

    /// <summary>Two brands, as the platform mounts them.</summary>
    public static string WriteBrands(string folder)
    {
        var file = Path.Combine(folder, "brands.json");
        File.WriteAllText(file, SitesRun.TwoBrands);
        return file;
    }

    public string[] Arguments(params string[] own) =>
    [
        .. RunningService.CommonArguments(),
        $"--Gateway:Auth={Auth}",
        $"--Gateway:RoutesFile={WriteRoutes()}",
        $"--Gateway:BrandsFile={BrandsFile}",
        "--Gateway:Limits:BrandPerSecond=1000000",
        "--Gateway:Limits:CallerPerSecond=1000000",
        .. own,
    ];

    public Task<RunningService> StartAsync(params string[] own) => RunningService.StartAsync(GatewayService.Create(Arguments(own)));

    // the paths of the route table
    private string WriteRoutes()
    {
        object Route(string path, string service, Uri address, int largest, bool triesPasswords = false) => new
        {
            path,
            service,
            address,
            largestBody = largest,
            timeoutSeconds = TimeoutSeconds,
            cookies = Cookies,
            rate = triesPasswords ? new { requests = LogInsPerMinute, perMinute = true, atOnce = LogInsPerMinute } : null,
        };

        object[] routes =
        [
            Route("/api", "sites", Sites, LargestText),
            Route("/api/auth", "auth", Auth, LargestText),
            Route("/api/auth/login", "auth", Auth, LargestText, triesPasswords: true),
            Route("/api/auth/register", "auth", Auth, LargestText, triesPasswords: true),
            .. Media is null ? Array.Empty<object>() : [Route("/api/media", "media", Media, LargestFile)],
        ];
        var file = Path.Combine(Path.GetDirectoryName(BrandsFile)!, $"routes-{Guid.NewGuid():n}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(routes));
        return file;
    }
}

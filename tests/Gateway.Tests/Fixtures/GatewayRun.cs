using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>The settings of a gateway under test, without limits that a test would reach by accident.</summary>
internal sealed record GatewayRun(Uri Auth, Uri Sites, string BrandsFile)
{
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
        $"--Gateway:Sites={Sites}",
        $"--Gateway:BrandsFile={BrandsFile}",
        "--Gateway:Limits:BrandPerSecond=1000000",
        "--Gateway:Limits:CallerPerSecond=1000000",
        "--Gateway:Limits:LogInsPerMinute=1000000",
        .. own,
    ];

    public Task<RunningService> StartAsync(params string[] own) => RunningService.StartAsync(GatewayService.Create(Arguments(own)));
}

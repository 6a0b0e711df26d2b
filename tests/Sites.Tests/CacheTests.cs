using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class CacheTests(PostgresServer postgres) : SitesTest(postgres)
{
    private const string Home = "/internal/published?host=acme.test&path=/";

    [Fact]
    public async Task A_published_page_comes_from_the_cache_until_its_brand_publishes_again()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var cached = await CachedAsync(redis.Address);
        (await TitleAsync(cached)).ShouldBe("Welcome to Acme");

        await Database.ScalarAsync("update pages set published_title = 'Changed behind the back' where brand = 'acme'");
        (await TitleAsync(cached)).ShouldBe("Welcome to Acme");

        (await cached.Client("globex.test", SitesRun.Token).PostAsync("/api/sites/main/pages/home/publish", null)).EnsureSuccessStatusCode();
        (await TitleAsync(cached)).ShouldBe("Welcome to Acme");

        await Database.ScalarAsync("update pages set title = 'Published anew' where brand = 'acme'");
        (await cached.Client("acme.test", SitesRun.Token).PostAsync("/api/sites/main/pages/home/publish", null)).EnsureSuccessStatusCode();
        (await TitleAsync(cached)).ShouldBe("Published anew");
    }

    [Fact]
    public async Task While_the_cache_is_away_the_database_answers()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var door = new Door(int.Parse(redis.Address.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
        await using var cached = await CachedAsync($"127.0.0.1:{door.Port}");
        (await TitleAsync(cached)).ShouldBe("Welcome to Acme");

        door.Open();
        (await TitleAsync(cached)).ShouldBe("Welcome to Acme");
        door.Shut();
        await Database.ScalarAsync("update pages set title = 'Published anew' where brand = 'acme'");
        (await cached.Client("acme.test", SitesRun.Token).PostAsync("/api/sites/main/pages/home/publish", null)).EnsureSuccessStatusCode();
        (await TitleAsync(cached)).ShouldBe("Published anew");
        (await cached.Management.GetAsync("/health/ready")).EnsureSuccessStatusCode();
    }

    private Task<RunningService> CachedAsync(string redis) =>
        RunningService.StartAsync(SitesService.Create([.. Run.Arguments(), $"--Sites:Cache:Address={redis}"]));

    private static async Task<string> TitleAsync(RunningService sites) =>
        (await JsonAsync(await sites.Client("acme.test").GetAsync(Home)))["page"]!["title"]!.GetValue<string>();
}

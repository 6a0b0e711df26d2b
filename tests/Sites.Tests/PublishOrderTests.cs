using System.Net.Http.Json;
using SiteBuilder.Tests.Fixtures;
using StackExchange.Redis;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class PublishOrderTests(PostgresServer postgres) : SitesTest(postgres)
{
    [Fact]
    public async Task What_visitors_see_is_ordered_from_Publisher_and_drafts_are_not()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var sites = await StartAsync(redis.Address);
        (await OrdersAsync(redis.Address, 2)).ShouldBe(["acme/main", "globex/main"]);

        var editor = sites.Client("acme.test", SitesRun.Token);
        (await editor.PutAsJsonAsync("/api/sites/main/pages/about", Page("About"))).EnsureSuccessStatusCode();
        (await editor.PostAsync("/api/sites/main/pages/about/publish", null)).EnsureSuccessStatusCode();
        (await editor.PutAsJsonAsync("/api/sites/summer", new { })).EnsureSuccessStatusCode();
        (await OrdersAsync(redis.Address, 4)).ShouldBe(["acme/main", "acme/main", "acme/summer", "globex/main"]);
        (await Database.ScalarAsync("select count(*) from publish_orders")).ShouldBe(0L);
    }

    [Fact]
    public async Task Orders_wait_while_Redis_is_away_and_none_is_lost()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var door = new Door(int.Parse(redis.Address.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
        await using var sites = await StartAsync($"127.0.0.1:{door.Port}");
        (await sites.Client("acme.test", SitesRun.Token).PostAsync("/api/sites/main/pages/home/publish", null)).EnsureSuccessStatusCode();
        (await Database.ScalarAsync("select count(*) from publish_orders")).ShouldBe(3L);

        door.Open();
        // one whose answer was lost on the way is sent again
        (await OrdersAsync(redis.Address, 2, once: true)).ShouldBe(["acme/main", "globex/main"]);
    }

    [Fact]
    public async Task A_copy_of_a_site_is_all_that_visitors_see_of_it()
    {
        await PublishAsync("acme.test", "about", Page("About"));
        await Editor().PutAsJsonAsync("/api/sites/main/pages/secret", Page("Draft"));
        var copy = await JsonAsync(await Visitor().GetAsync("/internal/sites/acme/main"));
        copy["hosts"]!.ToJsonString().ShouldBe("""["acme.test","www.acme.test"]""");
        copy["pages"]!.AsArray().Select(page => page!["slug"]!.GetValue<string>()).ShouldBe(["about", "home"]);
        copy["navigation"]![1]!.ToJsonString().ShouldBe("""{"slug":"about","title":"About","path":"/about"}""");
        (await JsonAsync(await Visitor().GetAsync("/internal/sites"))).ToJsonString()
            .ShouldBe("""[{"brand":"acme","site":"main"},{"brand":"globex","site":"main"}]""");
        (await Visitor().GetAsync("/internal/sites/acme/winter")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    private Task<RunningService> StartAsync(string redis) => RunningService.StartAsync(SitesService.Create([.. Run.Arguments(), $"--Sites:Queue:Address={redis}"]));

    private static async Task<string[]> OrdersAsync(string address, int count, bool once = false)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(address);
        var patience = DateTime.UtcNow.AddSeconds(30);
        while (true)
        {
            var orders = (await redis.GetDatabase().StreamRangeAsync("publishing")).Select(order => $"{order["brand"]}/{order["site"]}").Order(StringComparer.Ordinal).ToArray();
            orders = once ? [.. orders.Distinct()] : orders;
            if (orders.Length >= count || DateTime.UtcNow > patience)
            {
                return orders;
            }

            await Task.Delay(50);
        }
    }
}

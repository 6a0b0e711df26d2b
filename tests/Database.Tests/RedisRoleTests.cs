using System.Globalization;
using StackExchange.Redis;

namespace SiteBuilder.Database.Tests;

/// <summary>What each Redis keeps, what it throws away and what it refuses.</summary>
[Collection(nameof(OneRedis)), Trait("Suite", "Service")]
public sealed class RedisRoleTests(SandboxedRedis redis)
{
    private static readonly byte[] Large = new byte[512 * 1024];

    [Fact]
    public async Task Without_room_the_cache_forgets_what_has_an_end_and_keeps_what_has_none()
    {
        await using var connection = await redis.ConnectAsync("sites", SandboxedRedis.Cache);
        var cache = await connection.DatabaseAsync();
        await cache.StringIncrementAsync("sites:generation:acme");

        for (var page = 0; page < 400; page++)
        {
            (await cache.StringSetAsync($"sites:published:acme:1:/{page}", Large, TimeSpan.FromMinutes(1))).ShouldBeTrue();
        }

        (await EvictedAsync("redis-cache-0")).ShouldBeGreaterThan(0);
        (await cache.StringGetAsync("sites:generation:acme")).HasValue.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_room_the_queue_refuses_and_forgets_nothing()
    {
        var primary = await redis.WholeAsync();
        await using var sites = await redis.ConnectAsync("sites", SandboxedRedis.Queue);
        await using var publisher = await redis.ConnectAsync("publisher", SandboxedRedis.Queue);
        var (queue, reader) = (await sites.DatabaseAsync(), await publisher.DatabaseAsync());
        var added = new List<RedisValue>();

        var refused = await Should.ThrowAsync<RedisServerException>(async () =>
        {
            for (var number = 0; number < 1000; number++)
            {
                added.Add(await queue.StreamAddAsync("publishing", [new("large", Large)]));
            }
        });

        refused.Message.ShouldStartWith("OOM command not allowed");
        added.Count.ShouldBeGreaterThan(20);
        (await EvictedAsync(primary)).ShouldBe(0);
        // reading and ending orders goes on
        (await reader.StreamDeleteAsync("publishing", [.. added])).ShouldBe(added.Count);
        (await queue.StreamAddAsync("publishing", [new("small", "again")])).HasValue.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_queued_outlives_all_members_and_what_was_cached_does_not()
    {
        await redis.WholeAsync();
        var order = RedisValue.Null;
        await using (var sites = await redis.ConnectAsync("sites", SandboxedRedis.Queue))
        await using (var cached = await redis.ConnectAsync("sites", SandboxedRedis.Cache))
        {
            await sites.WriteAsync(async primary => order = (RedisValue)await primary.ExecuteAsync("XADD", "publishing", "*", "kept", "yes"));
            await (await cached.DatabaseAsync()).StringSetAsync("sites:kept", "no");
        }

        string[] members = [.. Enumerable.Range(0, SandboxedRedis.Members).Select(number => $"redis-queue-{number}"), "redis-cache-0"];
        await Task.WhenAll(members.Select(member => redis.DeleteAsync(member, graceSeconds: 0)));
        await Task.WhenAll(members.Select(redis.RestartedAsync));
        await redis.WholeAsync();

        await using var publisher = await redis.ConnectAsync("publisher", SandboxedRedis.Queue);
        var group = $"look-{Guid.NewGuid():n}";
        var queue = await publisher.DatabaseAsync();
        await queue.StreamCreateConsumerGroupAsync("publishing", group, "0");
        (await queue.StreamReadGroupAsync("publishing", group, "one", ">")).ShouldContain(entry => entry.Id == order);
        await redis.ServesAsync(SandboxedRedis.Cache);
        await using var cache = await redis.ConnectAsync("sites", SandboxedRedis.Cache);
        (await (await cache.DatabaseAsync()).StringGetAsync("sites:kept")).IsNull.ShouldBeTrue();
    }

    private async Task<int> EvictedAsync(string member)
    {
        var line = (await redis.AskAsync(member, "INFO stats", user: "observer")).Split('\n').Single(line => line.StartsWith("evicted_keys:", StringComparison.Ordinal));
        return int.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
    }
}

namespace SiteBuilder.Database.Tests;

/// <summary>What Prometheus learns of Redis.</summary>
[Collection(nameof(OneRedis)), Trait("Suite", "Service")]
public sealed class RedisMetricsTests(SandboxedRedis redis)
{
    [Fact]
    public async Task Every_member_says_that_it_is_up_and_the_primary_how_many_follow_it()
    {
        var primary = await redis.WholeAsync();

        (await redis.MetricsAsync(SandboxedRedis.Cache, "redis-cache-0")).Split('\n').ShouldContain("redis_up 1");
        foreach (var member in Enumerable.Range(0, SandboxedRedis.Members).Select(number => $"redis-queue-{number}"))
        {
            var said = (await redis.MetricsAsync(SandboxedRedis.Queue, member)).Split('\n');
            said.ShouldContain("redis_up 1");
            said.ShouldContain($"redis_connected_slaves {(member == primary ? SandboxedRedis.Members - 1 : 0)}");
        }
    }
}

using SiteBuilder.Model.Tables;
using StackExchange.Redis;

namespace SiteBuilder.Database.Tests;

/// <summary>Who may do what: a service its own, everybody else nothing.</summary>
[Collection(nameof(OneRedis)), Trait("Suite", "Service")]
public sealed class RedisAccessTests(SandboxedRedis redis)
{
    /// <summary>Server, service, what it asks, how that is refused.</summary>
    public static TheoryData<string, string, string, string> Refused => new()
    {
        { "redis-queue", "sites", "XREADGROUP GROUP publisher me STREAMS publishing 0", "no permissions to run the 'xreadgroup' command" },
        { "redis-queue", "sites", "XADD publishing:dead 1-1 a b", "no permissions to access one of the keys" },
        { "redis-queue", "sites", "DEL publishing", "no permissions to run the 'del' command" },
        { "redis-queue", "publisher", "SET sites:published:acme x", "no permissions to access one of the keys" },
        { "redis-queue", "publisher", "FLUSHALL", "no permissions to run the 'flushall' command" },
        { "redis-queue", "publisher", "CONFIG GET requirepass", "no permissions to run the 'config|get' command" },
        { "redis-queue", "publisher", "ACL LIST", "no permissions to run the 'acl|list' command" },
        { "redis-cache", "sites", "GET publishing", "no permissions to access one of the keys" },
        { "redis-cache", "sites", "KEYS sites:*", "no permissions to run the 'keys' command" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task A_service_may_do_its_own_and_nothing_else(string server, string service, string command, string answer)
    {
        await redis.WholeAsync();

        (await redis.AskAsync($"{server}-0", command, user: service)).ShouldContain(answer);
    }

    [Theory]
    [InlineData("redis-queue-0", 6379)]
    [InlineData("redis-queue-0", ServiceTable.SentinelPort)]
    [InlineData("redis-cache-0", 6379)]
    public async Task Nobody_comes_in_without_a_name(string member, int port)
    {
        await redis.WholeAsync();

        (await redis.ExecAsync(member, "redis-cli", "--tls", "--cacert", "/etc/certificate/ca.crt", "-p", $"{port}", "INFO")).Trim().ShouldBe("NOAUTH Authentication required.");
        (await redis.ExecAsync(member, "redis-cli", "--tls", "--cacert", "/etc/certificate/ca.crt", "-p", $"{port}", "--no-auth-warning", "-a", "guess", "PING"))
            .ShouldContain("WRONGPASS invalid username-password pair or user is disabled.");
    }

    [Theory]
    [InlineData("redis-queue-0", 6379)]
    [InlineData("redis-queue-0", ServiceTable.SentinelPort)]
    [InlineData("redis-cache-0", 6379)]
    public async Task Nobody_is_answered_without_encryption(string member, int port)
    {
        await redis.WholeAsync();

        (await redis.ExecAsync(member, "redis-cli", "-p", $"{port}", "PING")).Trim().ShouldBe("Error: Connection reset by peer");
    }

    [Theory]
    [InlineData("redis-queue", true)]
    [InlineData("redis-cache", false)]
    public async Task A_member_shows_a_certificate_of_its_server_and_another_is_not_taken(string name, bool taken)
    {
        await redis.WholeAsync();
        await using var connection = await redis.ConnectAsync("sites", SandboxedRedis.Queue, name);
        var add = async () => (await (await connection.DatabaseAsync()).StreamAddAsync("publishing", [new("name", name)])).HasValue;

        if (taken)
        {
            (await add()).ShouldBeTrue();
        }
        else
        {
            await Should.ThrowAsync<RedisException>(add);
        }
    }

    [Fact]
    public async Task Publisher_has_no_way_into_the_cache()
    {
        await redis.WholeAsync();
        await using var connection = await redis.ConnectAsync("publisher", SandboxedRedis.Cache);

        await Should.ThrowAsync<RedisException>(async () => await (await connection.DatabaseAsync()).StringGetAsync("sites:anything"));
    }

    [Fact]
    public async Task A_service_may_ask_Sentinels_who_the_primary_is_and_not_make_another_one()
    {
        await redis.WholeAsync();

        (await redis.AskAsync("redis-queue-0", "SENTINEL failover redis-queue", ServiceTable.SentinelPort, "publisher")).ShouldContain("no permissions to run the 'sentinel|failover' command");
        (await redis.AskAsync("redis-queue-0", "SENTINEL get-master-addr-by-name redis-queue", ServiceTable.SentinelPort, "publisher")).Trim().ShouldEndWith("\n6379");
    }
}

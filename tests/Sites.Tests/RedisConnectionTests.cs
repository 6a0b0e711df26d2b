using SiteBuilder.Redis;
using SiteBuilder.Tests.Fixtures;
using StackExchange.Redis;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class RedisConnectionTests
{
    private const string Key = "written";

    [Fact]
    public async Task A_write_counts_when_so_many_replicas_have_it()
    {
        await using var pair = await PairAsync();
        await using var one = Connection(pair.Primary, copies: 1);
        await using var two = Connection(pair.Primary, copies: 2);

        await one.WriteAsync(primary => primary.ExecuteAsync("SET", Key, "once"));
        (await Should.ThrowAsync<RedisException>(() => two.WriteAsync(primary => primary.ExecuteAsync("SET", Key, "twice")))).Message.ShouldBe("1 replicas have what was written after 1 s, expected 2; it is to be written again");
    }

    [Fact]
    public async Task A_write_whose_connection_is_lost_before_the_replicas_were_asked_does_not_count()
    {
        await using var pair = await PairAsync();
        await using var connection = Connection(pair.Primary, copies: 1);

        var problem = await Should.ThrowAsync<RedisException>(() => connection.WriteAsync(async primary =>
        {
            await primary.ExecuteAsync("SET", Key, "once");
            await primary.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "no");
            await ConnectedAnewAsync(primary);
        }));

        problem.Message.ShouldBe($"the connection to {pair.Primary.Address} was lost before replicas were known to have what was written; it is to be written again");
        await connection.WriteAsync(primary => primary.ExecuteAsync("SET", Key, "again"));
    }

    [Fact]
    public async Task Without_a_primary_nothing_is_written()
    {
        await using var pair = await PairAsync();
        await using var connection = Connection(pair.Replica, copies: 0);

        (await Should.ThrowAsync<RedisException>(() => connection.WriteAsync(_ => throw new InvalidOperationException("a replica was written")))).Message.ShouldBe($"no primary among {pair.Replica.Address} is connected");
    }

    private static RedisConnection Connection(RedisServer server, int copies) => new(ConfigurationOptions.Parse($"{server.Address},allowAdmin=true,abortConnect=false"), copies);

    private static async Task ConnectedAnewAsync(IServer server)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                await server.ExecuteAsync("PING");
                return;
            }
            catch (RedisException)
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    private static async Task<Pair> PairAsync()
    {
        var pair = new Pair(await RedisServer.StartAsync(), await RedisServer.StartAsync());
        var primary = pair.Primary.Address.Split(':');
        await using var replica = await ConnectionMultiplexer.ConnectAsync($"{pair.Replica.Address},allowAdmin=true");
        await replica.GetServers()[0].ReplicaOfAsync(new System.Net.DnsEndPoint(primary[0], int.Parse(primary[1], System.Globalization.CultureInfo.InvariantCulture)));
        while (!(await replica.GetDatabase().ExecuteAsync("INFO", "replication")).ToString().Contains("master_link_status:up", StringComparison.Ordinal))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return pair;
    }

    private sealed record Pair(RedisServer Primary, RedisServer Replica) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Replica.DisposeAsync();
            await Primary.DisposeAsync();
        }
    }
}

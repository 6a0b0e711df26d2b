using SiteBuilder.Redis;
using StackExchange.Redis;

namespace SiteBuilder.Database.Tests;

/// <summary>Clients that add entries to the stream as Sites does, each over a connection of its own.</summary>
internal sealed class StreamWriters : Writers
{
    private const string Stream = "publishing";

    private readonly SandboxedRedis _redis;
    private readonly RedisConnection[] _clients;

    private StreamWriters(SandboxedRedis redis, RedisConnection[] clients) => (_redis, _clients) = (redis, clients);

    public static async Task<StreamWriters> StartAsync(SandboxedRedis redis)
    {
        var writers = new StreamWriters(redis, await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => redis.ConnectAsync("sites", SandboxedRedis.Queue))));
        await writers.StartAsync();
        return writers;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Task.WhenAll(_clients.Select(async client => await client.DisposeAsync()));
    }

    protected override Task WriteAsync(int client, Guid id) => _clients[client].WriteAsync(primary => primary.ExecuteAsync("XADD", Stream, "*", "id", id.ToString()));

    protected override bool IsRefusal(Exception problem) => problem is RedisException or TimeoutException;

    protected override async Task<IReadOnlySet<Guid>> ThereAsync()
    {
        await _redis.WholeAsync();
        await using var connection = await _redis.ConnectAsync("publisher", SandboxedRedis.Queue);
        var redis = await connection.DatabaseAsync();
        var group = Guid.NewGuid().ToString("n");
        await redis.StreamCreateConsumerGroupAsync(Stream, group, "0");
        return (await redis.StreamReadGroupAsync(Stream, group, "all", ">")).Select(entry => Guid.TryParse(entry["id"].ToString(), out var id) ? id : Guid.Empty).ToHashSet();
    }
}

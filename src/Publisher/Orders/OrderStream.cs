using SiteBuilder.Redis;
using StackExchange.Redis;

namespace SiteBuilder.Publisher.Orders;

/// <summary>
/// The stream of orders, read by a group of consumers: an order goes to one of them, and to another one when it was not done in time. An order that
/// fails too often goes to the dead letters, the stream <c>publishing:dead</c>.
/// </summary>
internal sealed class OrderStream(PublisherSettings settings) : IAsyncDisposable
{
    private const string Stream = "publishing";
    private const string DeadLetters = "publishing:dead";
    private const string Group = "publisher";
    private const int AtOnce = 50;
    private const int MostDeadLetters = 1000;

    // copying a site takes seconds; whoever holds a turn longer has died
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _consumer = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():n}";
    private readonly RedisConnection _connection = new(settings.Queue, Patience);

    /// <summary>Joins the group.</summary>
    /// <returns>True when the group is new: Redis has lost what there was, or this is the first time.</returns>
    public async Task<bool> JoinAsync()
    {
        try
        {
            return await (await DatabaseAsync()).StreamCreateConsumerGroupAsync(Stream, Group, "0", createStream: true);
        }
        catch (RedisServerException problem) when (problem.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            return false;
        }
    }

    /// <summary>True when an answer says that the group is gone.</summary>
    public static bool IsGone(Exception problem) => problem is RedisServerException && problem.Message.Contains("NOGROUP", StringComparison.Ordinal);

    /// <summary>Adds an order.</summary>
    public async Task AddAsync(string brand, string site) =>
        await (await DatabaseAsync()).StreamAddAsync(Stream, [new("brand", brand), new("site", site)]);

    /// <summary>The orders that this consumer is to do now: first those that others did not do in time, then new ones.</summary>
    public async Task<IReadOnlyList<PublishOrder>> TakeAsync()
    {
        var redis = await DatabaseAsync();
        var late = await redis.StreamAutoClaimAsync(Stream, Group, _consumer, (long)settings.Retry.TotalMilliseconds, "0-0", AtOnce);
        var entries = late.ClaimedEntries.Where(entry => !entry.IsNull && entry.Values.Length > 0).ToList();
        var attempts = entries.Count == 0 ? [] : await AttemptsAsync(redis);
        entries.AddRange(await redis.StreamReadGroupAsync(Stream, Group, _consumer, ">", AtOnce));
        return
        [
            .. entries
                .GroupBy(entry => (Brand: entry["brand"].ToString(), Site: entry["site"].ToString()))
                .Select(same => new PublishOrder(
                    [.. same.Select(entry => entry.Id)], same.Key.Brand, same.Key.Site, same.Max(entry => attempts.GetValueOrDefault(entry.Id.ToString(), 1)))),
        ];
    }

    /// <summary>Ends an order that is done.</summary>
    public async Task DoneAsync(PublishOrder order)
    {
        var redis = await DatabaseAsync();
        await redis.StreamAcknowledgeAsync(Stream, Group, [.. order.Ids]);
        await redis.StreamDeleteAsync(Stream, [.. order.Ids]);
    }

    /// <summary>Puts an order that failed too often aside, with the reason.</summary>
    public async Task BuryAsync(PublishOrder order, string reason)
    {
        await (await DatabaseAsync()).StreamAddAsync(
            DeadLetters,
            [new("brand", order.Brand), new("site", order.Site), new("attempts", order.Attempt), new("reason", reason)],
            maxLength: MostDeadLetters, useApproximateMaxLength: true);
        await DoneAsync(order);
    }

    /// <summary>The turn to copy a site, so that no older copy of it is written over a newer one; null when another consumer has it.</summary>
    public async Task<IAsyncDisposable?> TryTurnAsync(string brand, string site)
    {
        var redis = await DatabaseAsync();
        RedisKey key = $"publishing:turn:{brand}/{site}";
        RedisValue token = Guid.NewGuid().ToString("n");
        return await redis.LockTakeAsync(key, token, LongestTurn) ? new Turn(redis, key, token) : null;
    }

    /// <summary>Whether Redis answers.</summary>
    public async Task PingAsync() => await (await DatabaseAsync()).PingAsync();

    public async ValueTask DisposeAsync()
    {
        await using (_connection)
        {
            if (_connection.IsOpen)
            {
                await LeaveAsync(await DatabaseAsync());
            }
        }
    }

    // with an order in hand the consumer stays, and another one takes the order over
    private async Task LeaveAsync(IDatabase redis)
    {
        try
        {
            if ((await redis.StreamPendingMessagesAsync(Stream, Group, 1, _consumer)).Length == 0)
            {
                await redis.StreamDeleteConsumerAsync(Stream, Group, _consumer);
            }
        }
        catch (Exception problem) when (problem is RedisException or TimeoutException)
        {
            // a name that stays in a list
        }
    }

    private async Task<Dictionary<string, int>> AttemptsAsync(IDatabase redis) =>
        (await redis.StreamPendingMessagesAsync(Stream, Group, AtOnce * 4, _consumer)).ToDictionary(pending => pending.MessageId.ToString(), pending => pending.DeliveryCount);

    private Task<IDatabase> DatabaseAsync() => _connection.DatabaseAsync();

    private sealed class Turn(IDatabase redis, RedisKey key, RedisValue token) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await redis.LockReleaseAsync(key, token);
    }
}

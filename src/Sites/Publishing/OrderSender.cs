using Microsoft.EntityFrameworkCore;
using SiteBuilder.Database;
using SiteBuilder.Redis;
using SiteBuilder.Sites.Sharding;
using StackExchange.Redis;

namespace SiteBuilder.Sites.Publishing;

/// <summary>
/// Brings orders from the shards into Publisher's stream, in the order in which they were written. An order is deleted after Redis has taken it and a replica
/// has it too, where there is one, so one may arrive twice and none is lost.
/// </summary>
internal sealed class OrderSender(
    Shards shards, PublishOrders orders, [FromKeyedServices(nameof(OrderSender))] RedisConnection redis, ILogger<OrderSender> logger) : BackgroundService
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var shard in shards.Names)
            {
                try
                {
                    while (await SendAsync(shard, stoppingToken) == AtOnce)
                    {
                    }
                }
                catch (Exception problem) when (problem is RedisException or TimeoutException || DatabaseAway.Explains(problem))
                {
                    logger.LogWarning("Orders of the shard {Shard} wait: {Reason}", shard, problem.GetBaseException().Message);
                }
            }

            await orders.WaitAsync(Longest, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> SendAsync(string shard, CancellationToken cancellationToken)
    {
        await using var database = shards.Open(shard);
        var waiting = await database.Orders.AsNoTracking().OrderBy(order => order.Id).Take(AtOnce).ToListAsync(cancellationToken);
        if (waiting.Count == 0)
        {
            return 0;
        }

        await redis.WriteAsync(async primary =>
        {
            foreach (var (brand, site) in waiting.Select(order => (order.Brand, order.Site)).Distinct())
            {
                await primary.ExecuteAsync("XADD", PublishOrders.Stream, "*", "brand", brand, "site", site);
            }
        });
        var sent = waiting.Select(order => order.Id).ToArray();
        await database.Orders.Where(order => sent.Contains(order.Id)).ExecuteDeleteAsync(cancellationToken);
        return waiting.Count;
    }
}

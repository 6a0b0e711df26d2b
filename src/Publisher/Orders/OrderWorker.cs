using System.Text.Json;
using Prometheus;
using SiteBuilder.ObjectStore;
using SiteBuilder.Publisher.Copying;
using StackExchange.Redis;

namespace SiteBuilder.Publisher.Orders;

/// <summary>Does orders, one after the other, until the service stops; the one in hand is ended first.</summary>
internal sealed class OrderWorker(
    OrderStream stream, IServiceScopeFactory scopes, PublisherSettings settings, CollectorRegistry registry, ILogger<OrderWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseWhileAway = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWaitForTurn = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestOrder = TimeSpan.FromSeconds(90);

    private readonly Counter _orders = Metrics.WithCustomRegistry(registry).CreateCounter(
        "publisher_orders_total", "Orders by how they ended: 'copied', 'unchanged', 'removed', 'failed' (tried again) or 'dead'.", ["result"]);

    private bool _joined;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Pause;
            try
            {
                if (await RoundAsync(stoppingToken) > 0)
                {
                    continue;
                }
            }
            catch (Exception problem) when (problem is RedisException or TimeoutException or HttpRequestException)
            {
                _joined &= !OrderStream.IsGone(problem);
                pause = PauseWhileAway;
                logger.LogWarning("No order can be taken: {Reason}", problem.Message);
            }

            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> RoundAsync(CancellationToken stopping)
    {
        if (!_joined)
        {
            if (await stream.JoinAsync())
            {
                await OrderAllAsync(stopping);
            }

            _joined = true;
        }

        var orders = await stream.TakeAsync();
        foreach (var order in orders)
        {
            if (stopping.IsCancellationRequested)
            {
                break;
            }

            await DoAsync(order);
        }

        return orders.Count;
    }

    // what was ordered before is not known: copies that are right already are left as they are
    private async Task OrderAllAsync(CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        foreach (var site in await scope.ServiceProvider.GetRequiredService<SitesClient>().AllAsync(cancellationToken))
        {
            await stream.AddAsync(site.Brand, site.Site);
        }
    }

    private async Task DoAsync(PublishOrder order)
    {
        using var patience = new CancellationTokenSource(LongestOrder);
        try
        {
            await using var turn = await TurnAsync(order, patience.Token);
            using var scope = scopes.CreateScope();
            var result = await scope.ServiceProvider.GetRequiredService<SiteCopier>().CopyAsync(order, patience.Token);
            await stream.DoneAsync(order);
            _orders.WithLabels(result.ToString().ToLowerInvariant()).Inc();
            logger.LogInformation("Site {Site} of {Brand}: {Result}", order.Site, order.Brand, result);
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException or OperationCanceledException or RedisException or TimeoutException
            || ObjectStoreAway.Explains(problem))
        {
            await FailedAsync(order, problem.GetBaseException().Message);
        }
    }

    private async Task<IAsyncDisposable> TurnAsync(PublishOrder order, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestWaitForTurn);
        while (true)
        {
            if (await stream.TryTurnAsync(order.Brand, order.Site) is { } turn)
            {
                return turn;
            }

            await Task.Delay(Pause, patience.Token);
        }
    }

    private async Task FailedAsync(PublishOrder order, string reason)
    {
        if (order.Attempt < settings.Attempts)
        {
            _orders.WithLabels("failed").Inc();
            logger.LogWarning("Site {Site} of {Brand} was not copied, attempt {Attempt} of {Attempts}: {Reason}", order.Site, order.Brand, order.Attempt, settings.Attempts, reason);
            return;
        }

        await stream.BuryAsync(order, reason);
        _orders.WithLabels("dead").Inc();
        logger.LogError(
            "Site {Site} of {Brand} was not copied in {Attempts} attempts and is among the dead letters: {Reason}. Publish any of its pages to order it again.",
            order.Site, order.Brand, order.Attempt, reason);
    }
}

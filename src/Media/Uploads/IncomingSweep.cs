using SiteBuilder.Media.Storage;
using SiteBuilder.ObjectStore;

namespace SiteBuilder.Media.Uploads;

/// <summary>Removes, once an hour, what arrived by signed URLs a day ago and was never completed.</summary>
public sealed class IncomingSweep(Bucket bucket, TimeProvider clock, ILogger<IncomingSweep> logger) : BackgroundService
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>How long an upload may stay uncompleted.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>Removes what is old now.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        await foreach (var found in bucket.ListAsync(MediaKeys.AllIncoming, cancellationToken))
        {
            if (clock.GetUtcNow() - found.LastModified >= Patience)
            {
                await bucket.DeleteAsync(found.Key, cancellationToken);
                removed++;
            }
        }

        return removed;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                logger.LogInformation("Removed {Count} uploads that were never completed", await RunOnceAsync(stoppingToken));
            }
            catch (Exception problem) when (ObjectStoreAway.Explains(problem))
            {
                logger.LogWarning("Uploads that were never completed stay until the next hour: {Reason}", problem.Message);
            }
        }
    }
}

using Microsoft.Extensions.Logging;

namespace SiteBuilder.ObjectStore;

/// <summary>What the command <c>migrate</c> of a service does for its bucket: waits for the store and makes the bucket where it is missing. Safe to repeat and to run twice at once.</summary>
/// <param name="settings">The bucket.</param>
/// <param name="patience">How long the store may take to answer.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="logger">Hears how it went.</param>
public sealed class BucketMigration(ObjectStoreSettings settings, TimeSpan patience, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs it.</summary>
    /// <returns>0 when the bucket is there, 1 when the store did not answer in time or let nobody in.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var bucket = new Bucket(settings);
        var start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                if (!await bucket.ExistsAsync(cancellationToken))
                {
                    await bucket.CreateAsync(cancellationToken);
                }

                logger.LogInformation("migrate: done; {Bucket}", settings);
                return 0;
            }
            catch (Exception problem) when (ObjectStoreAway.Explains(problem))
            {
                if (clock.GetElapsedTime(start) >= patience)
                {
                    logger.LogError(
                        "migrate: {Bucket} did not answer within {Seconds} s: {Reason}. Check that the store runs, that this pod may reach it, and the keys; then run migrate again.",
                        settings, patience.TotalSeconds, problem.Message);
                    return 1;
                }

                logger.LogInformation("Waiting for {Bucket}: {Reason}", settings, problem.Message);
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }
}

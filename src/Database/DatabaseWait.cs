using Microsoft.Extensions.Logging;
using Npgsql;

namespace SiteBuilder.Database;

/// <summary>Asks the database every second until it answers or patience ends.</summary>
internal sealed class DatabaseWait(DatabaseSettings settings, TimeSpan patience, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>False when patience ended first; why is in the log.</summary>
    public async Task<bool> UntilAnswersAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                return true;
            }
            catch (Exception problem) when (DatabaseAway.Explains(problem))
            {
                if (clock.GetElapsedTime(start) >= patience)
                {
                    logger.LogError(
                        "migrate: {Database} did not answer within {Seconds} s: {Reason}. Check that it runs, that this pod may reach it, and the user and password; then run migrate again.",
                        settings, patience.TotalSeconds, problem.Message);
                    return false;
                }

                logger.LogInformation("Waiting for {Database}: {Reason}", settings, problem.Message);
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }
}

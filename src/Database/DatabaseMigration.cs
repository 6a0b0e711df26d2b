using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SiteBuilder.Database;

/// <summary>What the command <c>migrate</c> of every service does around its own steps: waits for the database, takes its turn, and says what was refused.</summary>
/// <param name="settings">The database.</param>
/// <param name="patience">How long it may take to answer.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="logger">Hears how it went.</param>
public sealed class DatabaseMigration(DatabaseSettings settings, TimeSpan patience, TimeProvider clock, ILogger logger)
{
    /// <summary>Runs the steps while no other process migrates.</summary>
    /// <param name="application">Who connects, as the database shows it.</param>
    /// <param name="apply">The service's own steps, safe to repeat.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>0 when done, 1 when the database did not answer in time or refused.</returns>
    public async Task<int> RunAsync(string application, Func<NpgsqlDataSource, Task> apply, CancellationToken cancellationToken)
    {
        await using var source = settings.CreateDataSource(application);
        if (!await new DatabaseWait(settings, patience, clock, logger).UntilAnswersAsync(source, cancellationToken))
        {
            return 1;
        }

        try
        {
            await using var turn = await MigrationTurn.TakeAsync(source, cancellationToken);
            await apply(source);
            return 0;
        }
        catch (Exception problem) when (problem is NpgsqlException or DbUpdateException)
        {
            logger.LogError(
                "migrate: {Database} refused: {Reason}. What was applied before stays; set right what is named here and run migrate again.",
                settings, problem.GetBaseException().Message);
            return 1;
        }
    }
}

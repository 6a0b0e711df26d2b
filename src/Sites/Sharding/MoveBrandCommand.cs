using Npgsql;
using SiteBuilder.Database;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Sites.Sharding;

/// <summary>The command <c>move-brand BRAND --to SHARD</c>, with <c>--finish</c> and <c>--cancel</c> instead of <c>--to</c> for what follows.</summary>
public static class MoveBrandCommand
{
    private const string Usage = "move-brand: use 'move-brand BRAND --to SHARD', 'move-brand BRAND --finish' or 'move-brand BRAND --cancel'";

    /// <summary>Runs the command.</summary>
    /// <param name="args">What stands behind <c>move-brand</c>; settings in the form <c>--Sites:...</c> may follow.</param>
    /// <param name="cancellationToken">Stops it; a copy that is not whole is given up.</param>
    /// <returns>0 when done, 1 when it cannot be done or a database does not answer, 2 when the command is not understood.</returns>
    /// <exception cref="SettingsException">A setting is missing or bad.</exception>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        Func<BrandMove, Task> run;
        string[] settings;
        switch (args)
        {
            case [var brand, "--to", var to, .. var rest]:
                (run, settings) = (move => move.MoveAsync(brand, to, cancellationToken), rest);
                break;
            case [var brand, "--finish", .. var rest]:
                (run, settings) = (move => move.FinishAsync(brand, cancellationToken), rest);
                break;
            case [var brand, "--cancel", .. var rest]:
                (run, settings) = (move => move.CancelAsync(brand, cancellationToken), rest);
                break;
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }

        var builder = WebApplication.CreateSlimBuilder(settings);
        builder.AddServiceDefaults("sites-move-brand");
        var reader = new SettingsReader(builder.Configuration, "Sites");
        var map = ShardMap.Read(reader);
        reader.Check();
        await using var app = builder.Build();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(MoveBrandCommand));
        await using var shards = new Shards(map, "sites-move-brand");
        try
        {
            await run(new BrandMove(shards, logger));
            return 0;
        }
        catch (Exception problem) when (problem is BrandMoveException or NpgsqlException || DatabaseAway.Explains(problem))
        {
            logger.LogError("move-brand: {Reason}", problem.GetBaseException().Message);
            return 1;
        }
    }
}

using Npgsql;

namespace SiteBuilder.Database;

/// <summary>The right to migrate, held by one process at a time; PostgreSQL takes it back when the connection ends, however it ends.</summary>
internal sealed class MigrationTurn : IAsyncDisposable
{
    // any number; it counts within one database, and each has one service that migrates it
    private const long Lock = 7_458_330_141;

    private readonly NpgsqlConnection _connection;

    private MigrationTurn(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Waits until no other process migrates.</summary>
    public static async Task<MigrationTurn> TakeAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"select pg_advisory_lock({Lock})", connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new MigrationTurn(connection);
    }

    /// <summary>Lets the next one go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (_connection)
        await using (var command = new NpgsqlCommand($"select pg_advisory_unlock({Lock})", _connection))
        {
            await command.ExecuteNonQueryAsync();
        }
    }
}

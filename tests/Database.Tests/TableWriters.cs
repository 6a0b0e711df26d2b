using Npgsql;

namespace SiteBuilder.Database.Tests;

/// <summary>Clients that write rows, each in a transaction of its own.</summary>
internal sealed class TableWriters : Writers
{
    private readonly NpgsqlDataSource _source;

    private TableWriters(NpgsqlDataSource source) => _source = source;

    public static async Task<TableWriters> StartAsync(string connectionString)
    {
        var writers = new TableWriters(NpgsqlDataSource.Create(connectionString));
        await using (var command = writers._source.CreateCommand("create table if not exists written (id uuid primary key)"))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await writers.StartAsync();
        return writers;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _source.DisposeAsync();
    }

    protected override async Task WriteAsync(int client, Guid id)
    {
        await using var command = _source.CreateCommand("insert into written values ($1)");
        command.Parameters.AddWithValue(id);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    protected override bool IsRefusal(Exception problem) => problem is NpgsqlException or TimeoutException;

    protected override async Task<IReadOnlySet<Guid>> ThereAsync()
    {
        var there = new HashSet<Guid>();
        await using var command = _source.CreateCommand("select id from written");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            there.Add(reader.GetGuid(0));
        }

        return there;
    }
}

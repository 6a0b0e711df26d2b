using Npgsql;

namespace SiteBuilder.Tests.Fixtures;

/// <summary>A database of the test server.</summary>
public sealed record TestDatabase(int Port, string Name, string Password)
{
    /// <summary>Runs one statement and returns its first value.</summary>
    public async Task<object?> ScalarAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={Port};Username=postgres;Password={Password};Database={Name};Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}

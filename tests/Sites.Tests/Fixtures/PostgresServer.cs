using Npgsql;
using SiteBuilder.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace SiteBuilder.Tests.Fixtures;

/// <summary>
/// One real PostgreSQL for all tests of an assembly, from the machine's packages; where there are none, the tests that need it are skipped.
/// Each test class gets a database of its own.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly SemaphoreSlim _starting = new(1);
    private LocalPostgres? _run;
    private bool _sought;

    /// <inheritdoc />
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A new, empty database; skips the test where there is no PostgreSQL.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (!_sought)
            {
                _run = await LocalPostgres.TryStartAsync();
                _sought = true;
            }
        }
        finally
        {
            _starting.Release();
        }

        Assert.SkipWhen(_run is null, "needs PostgreSQL: install the package postgresql");
        var name = $"test_{Guid.NewGuid():n}";
        await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={_run!.Port};Username=postgres;Password={_run.Password};Database=postgres;Pooling=false");
        await using var create = source.CreateCommand($"create database {name}");
        await create.ExecuteNonQueryAsync();
        return new TestDatabase(_run.Port, name, _run.Password);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
        {
            await _run.DisposeAsync();
        }

        _starting.Dispose();
    }
}

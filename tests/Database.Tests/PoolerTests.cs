using Npgsql;

namespace SiteBuilder.Database.Tests;

/// <summary>What stands between services and the database.</summary>
[Collection(nameof(OneDatabase)), Trait("Suite", "Service")]
public sealed class PoolerTests(ReplicatedDatabase database, ITestOutputHelper output)
{
    private const string VerifyFull = "sslmode=verify-full sslrootcert=/etc/certificate/ca.crt connect_timeout=5";

    [Theory]
    [InlineData("postgres", 5432, "channel_binding=require")]
    [InlineData("pgbouncer", 5432, "")]
    public async Task Servers_show_a_certificate_of_the_authority_for_the_name_that_services_call(string server, int port, string binding)
    {
        var primary = await database.WholeAsync();
        var login = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        string Call(string host) => $"PGPASSWORD={login.Password} psql \"host={host} port={port} user={login.Username} dbname=sites {VerifyFull} {binding}\" -Atc \"select 'hello'\"";

        (await database.ExecAsync(primary, "sh", "-c", Call($"{server}.database.svc.cluster.local"))).Trim().ShouldBe("hello");
        (await database.ExecAsync(primary, "sh", "-c", Call(server))).ShouldContain($"does not match host name \"{server}\"");
    }

    [Fact]
    public async Task Nobody_comes_by_the_pooler_without_encryption_or_to_what_is_not_a_service_s()
    {
        await database.WholeAsync();
        var open = new NpgsqlConnectionStringBuilder(database.PooledConnectionString) { SslMode = SslMode.Disable }.ConnectionString;
        var elsewhere = new NpgsqlConnectionStringBuilder(database.PooledConnectionString) { Database = "postgres" }.ConnectionString;
        var other = new NpgsqlConnectionStringBuilder(database.PooledConnectionString) { Database = "auth" }.ConnectionString;

        (await RefusedAsync(open)).ShouldBe("SSL required");
        (await RefusedAsync(elsewhere)).ShouldBe("SASL authentication failed");
        (await RefusedAsync(other)).ShouldBe("no such user");
    }

    [Fact]
    public async Task A_pooler_that_is_asked_to_end_lets_its_clients_go_to_another_without_a_failed_request()
    {
        await database.WholeAsync();
        var pods = (await database.PoolersAsync()).ToList();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.PooledConnectionString) { ConnectionLifetime = 5, ConnectionIdleLifetime = 5, ConnectionPruningInterval = 1 });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var asked = 0;
        var clients = Enumerable.Range(0, 8).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                await using var command = source.CreateCommand("select 1");
                await command.ExecuteScalarAsync(CancellationToken.None);
                Interlocked.Increment(ref asked);
            }
        }).ToList();

        foreach (var pod in pods)
        {
            await database.DeleteAsync(pod, graceSeconds: null);
            await database.GoneAsync(pod);
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);
        output.WriteLine($"{asked} requests while both poolers were replaced");
    }

    private static async Task<string> RefusedAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        return (await Should.ThrowAsync<PostgresException>(async () => await source.OpenConnectionAsync(TestContext.Current.CancellationToken))).MessageText;
    }
}

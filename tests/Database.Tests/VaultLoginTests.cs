using System.Text.RegularExpressions;
using Npgsql;
using SiteBuilder.Delivery.Tests.Support;

namespace SiteBuilder.Database.Tests;

/// <summary>The statements with which Vault makes, prolongs and ends logins, as the page on secrets has them, run as Vault would.</summary>
[Collection(nameof(OneDatabase)), Trait("Suite", "Service")]
public sealed partial class VaultLoginTests(ReplicatedDatabase database) : IAsyncDisposable
{
    private const string Name = "v-kubernetes-sitebuilder-OhC4ahpo-1764273600";
    private const string Password = "OneThat-Vault-Made";

    public async ValueTask DisposeAsync() =>
        await database.ExecAsync(await database.WholeAsync(), "psql", "-c", "drop schema vault cascade", "-c", "drop role vault");

    [Fact]
    public async Task A_login_that_Vault_makes_is_the_service_s_and_gone_when_its_time_is_over()
    {
        var vault = await VaultAsync();
        await AskAsync(vault, Statement("creation"));

        var pooled = As(database.PooledConnectionString, Name, Password);
        foreach (var login in (string[])[pooled, As(database.ConnectionString, Name, Password)])
        {
            (await AskAsync(login, "select current_user || ' in ' || current_database()")).ShouldBe("sites in sites");
        }

        await AskAsync(pooled, "create table made_for_a_while (id int)");
        (await AskAsync(database.PooledConnectionString, "select tableowner from pg_tables where tablename = 'made_for_a_while'")).ShouldBe("sites");
        (await RefusedAsync(As(database.ConnectionString, Name, Password, "auth"))).ShouldContain("no pg_hba.conf entry for host");
        (await RefusedAsync(As(database.ConnectionString, Name, Password), "set role auth")).ShouldBe("permission denied to set role \"auth\"");
        (await AskAsync(vault, $"select date_part('year', rolvaliduntil)::text from pg_roles where rolname = '{Name}'")).ShouldBe("2099");

        await AskAsync(vault, Statement("renew").Replace("2099", "2001", StringComparison.Ordinal));
        (await RefusedAsync(As(database.ConnectionString, Name, Password))).ShouldBe($"password authentication failed for user \"{Name}\"");
        (await RefusedAsync(pooled)).ShouldBe("no such user");
        await AskAsync(vault, Statement("renew"));
        (await AskAsync(pooled, "select current_user")).ShouldBe("sites");

        await AskAsync(vault, Statement("revocation"));
        await AskAsync(vault, Statement("revocation"));
        (await AskAsync(vault, $"select count(*)::text from pg_roles where rolname = '{Name}'")).ShouldBe("0");
        (await RefusedAsync(As(database.ConnectionString, Name, Password))).ShouldContain("no pg_hba.conf entry for host");
        (await RefusedAsync(pooled)).ShouldBe("no such user");
        await AskAsync(database.PooledConnectionString, "drop table made_for_a_while");
    }

    [Theory]
    [InlineData("select vault.login('sites_3', 'x', 'infinity', 'sites')", "role \"sites_3\" would be no login of Vault: its name does not begin with v-")]
    [InlineData("select vault.login('v-x', 'x', 'infinity', 'postgres')", "\"postgres\" is no service with a database")]
    [InlineData("select vault.login('v-x', 'x', 'infinity', 'pg_monitor')", "\"pg_monitor\" is no service with a database")]
    [InlineData("select vault.prolong('sites_1', 'infinity')", "role \"sites_1\" is no login that Vault has made")]
    [InlineData("select vault.leave('sites')", "role \"sites\" is no login that Vault has made")]
    [InlineData("create role another", "permission denied to create role")]
    [InlineData("alter role sites_1 password 'x'", "permission denied")]
    [InlineData("set role sites", "permission denied to set role \"sites\"")]
    [InlineData("select rotator.rotate('sites_1', 'SCRAM-SHA-256$')", "permission denied for schema rotator")]
    public async Task Vault_may_do_nothing_else(string statement, string refusal) => (await RefusedAsync(await VaultAsync(), statement)).ShouldBe(refusal);

    /// <summary>How Vault connects, once the primary lets it in as in an environment that wants it.</summary>
    private async Task<string> VaultAsync()
    {
        var primary = await database.WholeAsync();
        await database.ExecAsync(primary, "sh", "-c", "echo the-password-of-vault > /tmp/vault && POSTGRES_VAULT_PASSWORD_FILE=/tmp/vault /usr/local/lib/sitebuilder/applied on_start primary postgres");
        return As(database.ConnectionString, "vault", "the-password-of-vault", "postgres");
    }

    private static string Statement(string kind) => Statements().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "secrets.md"))).Single(match => match.Groups[1].Value == kind).Groups[2].Value
        .Replace("{{name}}", Name, StringComparison.Ordinal).Replace("{{password}}", Password, StringComparison.Ordinal).Replace("{{expiration}}", "2099-11-27 20:00:00+0000", StringComparison.Ordinal);

    private static string As(string connectionString, string role, string password, string? name = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString) { Username = role, Password = password, Pooling = false };
        connection.Database = name ?? connection.Database;
        return connection.ConnectionString;
    }

    private static async Task<object?> AskAsync(string connectionString, string query)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(query);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> RefusedAsync(string connectionString, string query = "select 1") =>
        (await Should.ThrowAsync<PostgresException>(() => AskAsync(connectionString, query))).MessageText;

    [GeneratedRegex("(\\w+)_statements=\"([^\"]+)\"")]
    private static partial Regex Statements();
}

using Npgsql;
using SiteBuilder.Delivery.Rollouts.Plan;

namespace SiteBuilder.Database.Tests;

/// <summary>New passwords for services, while those with the old ones go on.</summary>
[Collection(nameof(OneDatabase)), Trait("Suite", "Service")]
public sealed class RotationTests(ReplicatedDatabase database, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task No_request_fails_while_passwords_are_rotated_and_the_rotation_after_that_makes_them_worthless()
    {
        // what other tests have changed is not to be seen in what the rotation changes
        await database.RollOutAsync(size => size);
        await database.WholeAsync();
        var (before, first, firstPooled) = (database.Login, database.ConnectionString, database.PooledConnectionString);
        await using var old = await TableWriters.StartAsync(firstPooled);
        await using var oldNewcomers = await TableWriters.StartAsync(Unpooled(firstPooled));

        var result = await database.RotateAsync();
        await using var @new = await TableWriters.StartAsync(database.PooledConnectionString);
        await using var newNewcomers = await TableWriters.StartAsync(Unpooled(database.PooledConnectionString));
        await Task.WhenAll(old.MoreAsync(200, Patience), oldNewcomers.MoreAsync(200, Patience));

        // no member and no pooler has started again
        result.Entries.Where(entry => entry.Action is not ChangeAction.Unchanged).Select(entry => $"{entry.Action} {entry.Object.Split(' ')[0]}").Order(StringComparer.Ordinal).ShouldBe(["Created Job", "Created Secret", "Deleted Job", "Deleted Secret"]);
        database.Login.ShouldNotBe(before);
        foreach (var login in (string[])[first, firstPooled, database.ConnectionString, database.PooledConnectionString])
        {
            (await AskAsync(login, "select current_user")).ShouldBe("sites");
        }

        await EndedWithoutFailureAsync(old, oldNewcomers);
        await database.RotateAsync();
        await Task.WhenAll(@new.MoreAsync(200, Patience), newNewcomers.MoreAsync(200, Patience));
        await EndedWithoutFailureAsync(@new, newNewcomers);

        database.Login.ShouldBe(before);
        (await AskAsync(database.PooledConnectionString, "select current_user")).ShouldBe("sites");
        (await RefusedAsync(first)).ShouldBe($"password authentication failed for user \"{before}\"");
        (await RefusedAsync(firstPooled)).ShouldBe("SASL authentication failed");
    }

    [Fact]
    public async Task What_either_login_makes_is_the_service_s_and_the_other_one_s_too()
    {
        await database.WholeAsync();
        var first = database.PooledConnectionString;
        await AskAsync(first, "create table made_by_one (id int)");
        await database.RotateAsync();
        var second = database.PooledConnectionString;
        await AskAsync(second, "create table made_by_two (id int)");

        (await AskAsync(second, "select string_agg(tablename || ' ' || tableowner, ', ' order by tablename) from pg_tables where tablename like 'made_by_%'")).ShouldBe("made_by_one sites, made_by_two sites");
        await AskAsync(second, "alter table made_by_one add name text; drop table made_by_one");
        await AskAsync(first, "alter table made_by_two add name text; drop table made_by_two");
    }

    [Fact]
    public async Task A_login_has_the_rights_of_its_own_service_and_no_others()
    {
        var primary = await database.WholeAsync();
        var elsewhere = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "auth" }.ConnectionString;

        (await RefusedAsync(elsewhere)).ShouldContain($"no pg_hba.conf entry for host");
        (await RefusedAsync(database.ConnectAs("sites", "anything"))).ShouldBe("password authentication failed for user \"sites\"");
        foreach (var other in (string[])["auth", "auth_1", "postgres", "pooler", "rotator"])
        {
            (await RefusedAsync(database.ConnectionString, $"set role {other}")).ShouldBe($"permission denied to set role \"{other}\"");
        }

        (await RefusedAsync(database.ConnectionString, "grant sites to auth_1")).ShouldBe("must have admin option on role \"sites\"");
        (await SaysAsync(primary, "select rolname || case when rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls then ' may much' when rolcanlogin then ' logs in' else '' end from pg_roles where rolname !~ '^pg_' order by 1"))
            .ShouldBe(["auth", "auth_1 logs in", "auth_2 logs in", "observer logs in", "pooler logs in", "postgres may much", "replicator may much", "rotator logs in", "sites", "sites_1 logs in", "sites_2 logs in"]);
        (await SaysAsync(primary, "select m.rolname || ' is ' || r.rolname || case when admin_option then ' and gives it on' else '' end from pg_auth_members join pg_roles m on m.oid = member join pg_roles r on r.oid = roleid where r.rolname not like 'pg_%' or m.rolname not like 'pg_%' order by 1"))
            .ShouldBe(["auth_1 is auth", "auth_2 is auth", "observer is pg_monitor", "sites_1 is sites", "sites_2 is sites"]);
    }

    [Fact]
    public async Task The_rotator_says_how_logins_of_services_are_proved_and_nothing_else()
    {
        var primary = await database.WholeAsync();

        foreach (var other in (string[])["postgres", "sites", "pooler", "nobody"])
        {
            (await database.ExecAsync(primary, "psql", "-Atc", $"select rotator.rotate('{other}', 'SCRAM-SHA-256$')")).ShouldContain($"role \"{other}\" is no login of a service");
        }

        (await database.ExecAsync(primary, "psql", "-Atc", "select rotator.rotate('sites_1', 'open')")).ShouldContain("is no SCRAM-SHA-256 verifier");
        (await SaysAsync(primary, "select rolname from pg_roles where has_function_privilege(rolname, 'rotator.rotate(text, text)', 'execute') order by 1")).ShouldBe(["postgres", "rotator"]);
    }

    private async Task EndedWithoutFailureAsync(params TableWriters[] all)
    {
        foreach (var writers in all)
        {
            (await writers.LostAsync()).ShouldBeEmpty();
            writers.Refused.ShouldBe(0, writers.LastProblem);
            output.WriteLine($"{writers.Acknowledged} writes; the longest pause was {writers.LongestPause.TotalMilliseconds:F0} ms");
        }
    }

    // a connection of its own for each write
    private static string Unpooled(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;

    private async Task<string[]> SaysAsync(string primary, string query) => (await database.ExecAsync(primary, "psql", "-Atc", query)).Trim().Split('\n');

    private static async Task<object?> AskAsync(string connectionString, string query)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        await using var command = source.CreateCommand(query);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> RefusedAsync(string connectionString, string query = "select 1") =>
        (await Should.ThrowAsync<PostgresException>(() => AskAsync(connectionString, query))).MessageText;
}

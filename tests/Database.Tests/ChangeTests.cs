using Npgsql;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Database.Tests;

/// <summary>What is changed while the database serves.</summary>
[Collection(nameof(OneDatabase)), Trait("Suite", "Service")]
public sealed class ChangeTests(ReplicatedDatabase database, ITestOutputHelper output)
{
    [Fact]
    public async Task More_memory_comes_to_one_member_after_the_other_and_the_primary_hands_over_before_its_turn()
    {
        await database.WholeAsync();
        await using var writers = await TableWriters.StartAsync(database.PooledConnectionString);
        var before = writers.Acknowledged;

        var result = await database.RollOutAsync(size => size with { Memory = ResourceRange.Of("256Mi", "640Mi") });
        await writers.MoreAsync(100, TimeSpan.FromSeconds(30));
        await database.WholeAsync();

        (await writers.LostAsync()).ShouldBeEmpty();
        result.Entries.Where(entry => entry.Action == ChangeAction.Updated).Select(entry => entry.Object).ShouldBe(["StatefulSet database/postgres"]);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand("show shared_buffers");
        (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe("160MB");
        writers.LongestPause.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        output.WriteLine($"{writers.Acknowledged - before} writes meanwhile; the longest pause was {writers.LongestPause.TotalSeconds:F1} s");
    }

    [Fact]
    public async Task A_changed_password_takes_effect_when_all_members_have_started_again_and_a_service_that_comes_later_gets_its_database()
    {
        await database.WholeAsync();
        var (before, pooled) = (database.ConnectionString, database.PooledConnectionString);
        (await AskAsync(pooled)).ShouldBe("sites");
        var strange = "it's \"new\" \\ %s";
        await database.SetPasswordsAsync(new Dictionary<string, string> { ["sites-password"] = strange, ["shop-password"] = "later" });

        foreach (var number in Enumerable.Range(0, ReplicatedDatabase.Members))
        {
            await database.DeleteAsync($"postgres-{number}", graceSeconds: null);
            await database.RestartedAsync($"postgres-{number}");
            await database.WholeAsync();
        }

        (await AskAsync(database.ConnectionString)).ShouldBe("sites");
        (await AskAsync(database.PooledConnectionString)).ShouldBe("sites");
        (await AskAsync(database.ConnectAs("shop", "later"))).ShouldBe("shop");
        var refused = await Should.ThrowAsync<PostgresException>(() => AskAsync(before));
        refused.MessageText.ShouldBe("password authentication failed for user \"sites\"");
        (await Should.ThrowAsync<PostgresException>(() => AskAsync(pooled))).MessageText.ShouldBe("SASL authentication failed");
    }

    [Fact]
    public async Task Passwords_wait_for_a_new_primary_to_take_writes()
    {
        var primary = await database.WholeAsync();
        var next = (await database.ExecAsync(primary, "psql", "-Atc", "select application_name from pg_stat_replication where sync_state = 'sync'")).Trim();

        // as Patroni calls it; here well before its turn
        var applied = database.ExecAsync(next, "/usr/local/lib/sitebuilder/applied", "on_role_change", "primary", "postgres");
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        applied.IsCompleted.ShouldBeFalse();
        await database.HandOverAsync(next);

        (await applied).ShouldNotContain("read-only transaction");
        await database.WholeAsync();
    }

    private static async Task<object?> AskAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("select current_database()");
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}

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
    public async Task Roles_wait_for_a_new_primary_to_take_writes()
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
}

using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.State;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Records;

/// <summary>Databases go forward only: no rollback runs a migration, undoes one, or goes behind one that has taken something away.</summary>
[Trait("Suite", "Service")]
public sealed class MigrationTests(TestCluster cluster)
{
    [Fact]
    public async Task Rollback_runs_no_migration_and_leaves_the_Job_of_the_later_release_as_it_is()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Migration(name, "migrate", "1"), Migration(name, "migrate-1", "1"));
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Migration(name, "migrate", "2"), Migration(name, "migrate-2", "2"));
        var before = await JobsAsync(name);
        var heard = new Heard();

        var result = await BackAsync(name, null, heard);

        heard.Lines.ShouldContain($"Job {name}/migrate: not run: a migration goes forward only");
        result.Entries.Where(e => e.Action != ChangeAction.Unchanged).Select(e => $"{e.Object} {e.Action} {e.Reason}").ShouldBe(
            [$"ConfigMap {name}/settings Updated ", $"Job {name}/migrate Skipped a migration is not undone", $"Job {name}/migrate-2 Skipped a migration is not undone"], ignoreOrder: true);
        (await JobsAsync(name)).ShouldBe(before);

        // nobody misses the Job that was not run
        var status = await new Rollout(TimeProvider.System).StatusAsync(cluster.Request(name), TestContext.Current.CancellationToken);
        status.Objects.Select(o => $"{o.Object} {o.Condition}").ShouldBe([$"Namespace {name} {ObjectCondition.Ready}", $"ConfigMap {name}/settings {ObjectCondition.Ready}"]);
        status.IsFine.ShouldBeTrue(status.ToText());

        // forward again, the migration that has run is not run twice
        (await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Migration(name, "migrate", "2"), Migration(name, "migrate-2", "2")))
            .Entries.Where(e => e.Action != ChangeAction.Unchanged).Select(e => e.Object).ShouldBe([$"ConfigMap {name}/settings"]);
        (await JobsAsync(name)).ShouldBe(before);
    }

    [Fact]
    public async Task No_rollback_goes_behind_a_contract_migration()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Migration(name, "migrate-1", "1"));
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Contract(Migration(name, "migrate-2", "2"), "drop-titles"));
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "three"), Migration(name, "migrate-3", "3"));

        (await BackAsync(name, 2)).Revision.ShouldBe(4);
        var refused = await Should.ThrowAsync<StepFailedException>(() => BackAsync(name, 1));

        cluster.Plain(refused.Message, name).ShouldBe("""
            Rollback failed at release rt: contract migration drop-titles (Job rt/migrate-2, revision 2) ran after revision 1, which no longer fits the data (annotation sitebuilder.dev/contract)
              remedy: go forward: roll out a release that fits the data, or restore the data from a backup and roll out what fits it
            """.Replace("migrate-2", "migrate-2", StringComparison.Ordinal));
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key").ShouldBe("two");
    }

    [Fact]
    public async Task Failed_rollout_is_not_taken_back_once_its_contract_migration_has_run()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Contract(Migration(name, "migrate", "2"), "drop-titles"), Workloads.Crashing(name, "web", 3, "no such column")) with { RollbackOnFailure = true };

        var (_, text) = await cluster.FailAsync(request);

        text.ShouldContain("""

              taken back:
                - nothing: contract migration drop-titles (Job rt/migrate, revision 2) ran after revision 1, which no longer fits the data (annotation sitebuilder.dev/contract); go forward: roll out what fits the data

            """.TrimStart('\n').TrimEnd('\n'));
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key").ShouldBe("two");
    }

    [Fact]
    public async Task Rollout_that_failed_before_its_contract_migration_is_taken_back_and_does_not_stand_in_the_way_later()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"));
        var early = Workloads.Annotated(Workloads.Job(name, "check", "crash exit=1", "exit 1"), "sitebuilder.dev/wave", "25");
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "three"), early, Contract(Migration(name, "migrate", "3"), "drop-titles")) with { RollbackOnFailure = true };

        var (failure, text) = await cluster.FailAsync(request);
        var result = await BackAsync(name, 1);

        text.ShouldContain("    - ConfigMap rt/settings: updated as in revision 2\n");
        failure.Result().Revision.ShouldBe(4);
        result.Revision.ShouldBe(5);
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key").ShouldBe("one");
    }

    private static JsonObject Migration(string ns, string name, string version) => Workloads.Annotated(Workloads.Job(ns, name, "complete", $"echo {version}"), "sitebuilder.dev/migration", "shop");

    private static JsonObject Contract(JsonObject job, string id) => Workloads.Annotated(job, "sitebuilder.dev/contract", id);

    private async Task<IReadOnlyList<string>> JobsAsync(string name) =>
        [.. (await cluster.Client.ListAsync(new Delivery.Rollouts.Cluster.ApiResource("batch/v1", "Job", "jobs", true), name, null, TestContext.Current.CancellationToken)).Items.Select(job => $"{job.Text("metadata", "name")} {job.Text("metadata", "uid")}").Order(StringComparer.Ordinal)];

    private Task<RolloutResult> BackAsync(string name, int? to, IProgress<RolloutEvent>? progress = null) =>
        new Rollout(TimeProvider.System).RollbackAsync(cluster.Request(name), to, progress, TestContext.Current.CancellationToken);
}

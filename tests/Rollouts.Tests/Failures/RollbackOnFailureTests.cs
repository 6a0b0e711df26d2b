using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Failures;

[Trait("Suite", "Service")]
public sealed class RollbackOnFailureTests(TestCluster cluster)
{
    [Fact]
    public async Task Failed_rollout_takes_everything_back_to_the_last_good_release_and_says_what()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.ConfigMap(name, "old"), Workloads.Secret(name, "login", "hunter2hunter2"), Workloads.Deployment(name, "web"));
        var heard = new Heard();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Workloads.ConfigMap(name, "new"), Workloads.Secret(name, "login", "correct horse"), Workloads.Crashing(name, "web", 3, "correct horse is wrong"))
            with
        { RollbackOnFailure = true };

        var (failure, text) = await cluster.FailAsync(request, heard);

        var lines = text.Split('\n');
        lines[0].ShouldBe("Deploy failed at Deployment rt/web: pod web-*: CrashLoopBackOff");
        lines.ShouldContain("    | *** is wrong");
        string[] takenBack = ["ConfigMap rt/settings: updated as in revision 1", "Secret rt/login: updated as in revision 1", "Deployment rt/web: updated as in revision 1", "ConfigMap rt/new: deleted, revision 1 did not have it"];
        lines[Array.IndexOf(lines, "  taken back:")..][..5].ShouldBe(["  taken back:", .. takenBack.Select(t => $"    - {t}")]);
        lines[^1].ShouldStartWith("  look closer: kubectl -n rt describe pod web-");
        failure.Result().TakenBack.Select(t => t.Replace(name, "rt", StringComparison.Ordinal)).ShouldBe(takenBack);
        heard.Lines.ShouldContain("going back to revision 1");
        heard.Lines.ShouldContain($"ConfigMap {name}/new: deleted");

        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key").ShouldBe("one");
        (await cluster.FindAsync("v1", "ConfigMap", name, "old")).ShouldNotBeNull();
        (await cluster.FindAsync("v1", "ConfigMap", name, "new")).ShouldBeNull();
        (await cluster.FindAsync("v1", "Secret", name, "login")).Text("data", "password").ShouldBe("aHVudGVyMmh1bnRlcjI=");
        var live = await cluster.FindAsync("apps/v1", "Deployment", name, "web");
        live.Text("spec", "template", "metadata", "annotations", "scripted.sitebuilder.dev/main").ShouldBe("ready");
        live.Number("status", "availableReplicas").ShouldBe(1);
    }

    [Fact]
    public async Task First_release_that_fails_has_nothing_to_go_back_to_and_says_so()
    {
        var name = cluster.NewNameForPods();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.Job(name, "migrate", "crash exit=1", "exit 1")) with { RollbackOnFailure = true };

        var (failure, text) = await cluster.FailAsync(request);

        text.ShouldContain("\n  taken back:\n    - nothing: no good release is recorded to go back to\n");
        failure.Result().Entries.Select(e => e.Status).ShouldBe(["Ready", "Failed"]);
    }

    [Fact]
    public async Task Rollout_after_a_failed_one_goes_forward_from_what_is_there()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "new"), Workloads.Job(name, "migrate", "crash exit=1", "exit 1")));

        var result = await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));

        result.Revision.ShouldBe(3);
        result.Entries.Select(e => $"{e.Object} {e.Action}").ShouldBe([$"Namespace {name} Unchanged", $"ConfigMap {name}/settings Unchanged", $"Job {name}/migrate Deleted", $"ConfigMap {name}/new Deleted"]);
    }
}

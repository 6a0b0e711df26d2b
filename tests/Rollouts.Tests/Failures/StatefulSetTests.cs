using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Failures;

[Trait("Suite", "Service")]
public sealed class StatefulSetTests(TestCluster cluster)
{
    [Fact]
    public async Task Stateful_set_whose_new_revision_crash_loops_is_taken_back_though_its_controller_waits_for_the_broken_pod()
    {
        var name = cluster.NewNameForPods();
        var good = Workloads.StatefulSet(name, "web", Workloads.Deployment(name, "web"));
        await cluster.RunAsync(name, Workloads.Namespace(name), good);
        var heard = new Heard();

        var (failure, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.StatefulSet(name, "web", Workloads.Crashing(name, "web", 3, "no database"))) with { RollbackOnFailure = true }, heard);

        text.Split('\n')[0].ShouldBe("Deploy failed at StatefulSet rt/web: pod web-0: CrashLoopBackOff");
        failure.Result().TakenBack.ShouldBe([$"StatefulSet {name}/web: updated as in revision 1"]);
        heard.Lines.ShouldContain($"StatefulSet {name}/web: pod web-0 of the template before is stuck (CrashLoopBackOff) and was deleted");
        (await cluster.FindAsync("apps/v1", "StatefulSet", name, "web")).Number("status", "readyReplicas").ShouldBe(1);
    }

    [Fact]
    public async Task Stateful_set_that_failed_before_goes_forward_with_the_template_that_mends_it()
    {
        var name = cluster.NewNameForPods();
        await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.StatefulSet(name, "web", Workloads.Crashing(name, "web", 3, "no database"))));

        var result = await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.StatefulSet(name, "web", Workloads.Deployment(name, "web")));

        result.Entries.ShouldAllBe(e => e.Status == "Ready");
    }

    [Fact]
    public async Task Stateful_set_whose_pod_shows_no_problem_and_is_not_ready_goes_forward_with_the_template_that_mends_it()
    {
        var name = cluster.NewNameForPods();
        var stuck = Workloads.Annotated(Workloads.StatefulSet(name, "web", Workloads.NeverReady(name, "web")), "sitebuilder.dev/grace.stall", "5s");
        await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), stuck));
        var mended = Workloads.Annotated(Workloads.StatefulSet(name, "web", Workloads.Deployment(name, "web")), "sitebuilder.dev/grace.stuck-pod", "2s");
        var heard = new Heard();

        var result = await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), mended), heard);

        result.Entries.ShouldAllBe(e => e.Status == "Ready");
        heard.Lines.ShouldContain($"StatefulSet {name}/web: pod web-0 of the template before is stuck (not ready) and was deleted");
    }
}

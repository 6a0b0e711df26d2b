using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Failures;

[Trait("Suite", "Service")]
public sealed class DeadlineTests(TestCluster cluster)
{
    [Fact]
    public async Task Deployment_that_misses_its_own_progress_deadline_fails()
    {
        var name = cluster.NewNameForPods();

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.NeverReady(name, "web").With("spec.progressDeadlineSeconds", 4)));

        text.WithoutProbes().ShouldBe([
            "Deploy failed at Deployment rt/web: ProgressDeadlineExceeded: ReplicaSet \"web-*\" has timed out progressing.",
            "  pod: rt/web-*",
            "  container: main",
            "  done so far: 2 created",
            "  remedy: look closer: kubectl -n rt describe pod web-*"]);
    }

    [Fact]
    public async Task Rollout_in_which_nothing_moves_ends_at_the_stall_deadline()
    {
        var name = cluster.NewNameForPods();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.NeverReady(name, "web")) with { StallDeadline = TimeSpan.FromSeconds(6) };

        var (_, text) = await cluster.FailAsync(request);

        // a busy node may have got no further than to the pod
        text.ShouldMatch("^Deploy failed at Deployment rt/web: nothing has changed for 6 s: 0 of 1 (updated pods available|pods updated)\n");
        text.ShouldContain("\n  done so far: 2 created\n  remedy: look closer: kubectl -n rt describe ");
    }

    [Fact]
    public async Task Rollout_ends_at_its_deadline_and_names_everything_it_waits_for()
    {
        var name = cluster.NewNameForPods();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.NeverReady(name, "web"), Workloads.NeverReady(name, "slow"), Workloads.Annotated(Workloads.ConfigMap(name, "last"), "sitebuilder.dev/wave", "70")) with { Deadline = TimeSpan.FromSeconds(10) };

        var (failure, text) = await cluster.FailAsync(request);

        var lines = text.Split('\n');
        lines[0].ShouldMatch("^Deploy failed at Deployment rt/(web|slow): not ready after 10 s, the deadline of the rollout: 0 of 1 (updated pods available|pods updated)$");
        lines.ShouldContain(l => l.StartsWith("    | Deployment rt/", StringComparison.Ordinal) && l.Contains(": 0 of 1 ", StringComparison.Ordinal));
        lines.ShouldContain("  done so far: 3 created; 1 not begun");
        failure.Result().Revision.ShouldBe(1);
    }
}

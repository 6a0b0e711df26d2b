using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Failures;

[Trait("Suite", "Service")]
public sealed class SchedulingTests(TestCluster cluster)
{
    [Fact]
    public async Task Pod_that_no_node_can_take_fails_the_rollout_with_the_words_of_the_scheduler()
    {
        var name = cluster.NewNameForPods();
        var web = Workloads.Deployment(name, "web").With("spec.template.spec.nodeSelector", Workloads.Node(new { disk = "of-gold" }));

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), web));

        var lines = text.Split('\n');
        lines[0].ShouldBe("Deploy failed at Deployment rt/web: pod web-*: Unschedulable");
        lines[1..3].ShouldBe(["  pod: rt/web-*", "  reason: Unschedulable"]);
        lines[3].ShouldMatch("^  message: 0/[0-9]+ nodes are available: .* node\\(s\\) didn't match Pod's node affinity/selector\\.");
        lines[4].ShouldStartWith("  event: FailedScheduling: 0/");
        lines[5..].ShouldBe(["  done so far: 2 created", "  remedy: correct node selectors and tolerations, lower the requests, or add a node", "  look closer: kubectl -n rt describe pod web-*"]);
    }
}

using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Failures;

[Trait("Suite", "Service")]
public sealed class GraceTests(TestCluster cluster)
{
    [Fact]
    public async Task Workload_that_asks_for_it_may_crash_for_longer()
    {
        var name = cluster.NewNameForPods();
        var volume = Workloads.Node(new { list = new[] { new { name = "memory", emptyDir = new { } } }, mounts = new[] { new { name = "memory", mountPath = "/memory" } } });
        var web = Workloads.Deployment(name, "web", "crash exit=1; crash exit=1; crash exit=1; ready", "n=$(cat /memory/n || echo 0); echo $((n+1)) > /memory/n; [ $n -lt 3 ] && exit 1; sleep 100000")
            .With("spec.template.spec.volumes", volume["list"]!.DeepClone())
            .With("spec.template.spec.containers.0.volumeMounts", volume["mounts"]!.DeepClone());
        Workloads.Annotated(web, "sitebuilder.dev/grace.crash-loop", "2m");

        var result = await cluster.RunAsync(name, Workloads.Namespace(name), web);

        result.Entries.ShouldAllBe(e => e.Status == "Ready");
    }

    [Fact]
    public async Task Wrong_grace_is_a_problem_before_the_first_write()
    {
        var name = cluster.NewName();
        var web = Workloads.Annotated(Workloads.Deployment(name, "web"), "sitebuilder.dev/grace.crash-loop", "soon");

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), web));

        text.ShouldContain("  - Deployment rt/web: annotation sitebuilder.dev/grace.crash-loop is \"soon\", expected a time from 0s to 24h such as 90s, 10m or 1h30m");
        (await cluster.FindAsync("v1", "Namespace", null, name)).ShouldBeNull();
    }
}

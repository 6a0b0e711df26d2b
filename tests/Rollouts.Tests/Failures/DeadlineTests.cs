using System.Text.Json.Nodes;
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
    public async Task Workload_that_stands_still_is_waited_for_while_another_is_on_its_way_as_it_may_wait_for_that_one()
    {
        var name = cluster.NewNameForPods();
        Assert.SkipWhen(cluster.IsReal, "a node pulls as slowly as it likes");
        var pulled = Workloads.Deployment(name, "db", "slow-pull after=14s", "true");
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.SlowDeployment(name, "web", 18), pulled) with { StallDeadline = TimeSpan.FromSeconds(2), WavesHold = false };

        (await cluster.RunAsync(request)).Entries.ShouldAllBe(e => e.Status == "Ready");
    }

    [Fact]
    public async Task Known_problem_that_its_grace_outlives_the_deadline_is_what_the_failure_is_told_by()
    {
        var name = cluster.NewNameForPods();
        var lost = Workloads.Annotated(Workloads.Deployment(name, "web").With("spec.template.spec.containers.0.envFrom", new JsonArray(Workloads.Node(new { configMapRef = new { name = "missing" } }))), "sitebuilder.dev/grace.config-missing", "5m");

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.NeverReady(name, "slow"), lost) with { Deadline = TimeSpan.FromSeconds(20) });

        text.Split('\n')[0].ShouldBe("Deploy failed at Deployment rt/web: not ready after 20 s, the deadline of the rollout: pod web-*: CreateContainerConfigError");
        text.ShouldContain("\n  message: configmap \"missing\" not found\n");
    }

    [Fact]
    public async Task Job_that_runs_for_longer_than_the_stall_deadline_is_at_work()
    {
        var name = cluster.NewNameForPods();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.Job(name, "migrate", "complete after=40s", "sleep 20")) with { StallDeadline = TimeSpan.FromSeconds(8) };

        (await cluster.RunAsync(request)).Entries.ShouldAllBe(e => e.Status == "Ready");
    }

    [Fact]
    public async Task Set_whose_old_pod_takes_its_time_to_go_is_waited_for_as_long_as_that_pod_may()
    {
        var name = cluster.NewNameForPods();
        JsonObject Slow(string version) => Workloads.StatefulSet(name, "web", Workloads.Deployment(name, "web", "ready stops=40s", $"touch /tmp/ready; echo {version}; sleep 100000")
            .With("spec.template.spec.terminationGracePeriodSeconds", cluster.IsReal ? 20 : 60)
            .With("spec.template.metadata.annotations.version", version));
        await cluster.RunAsync(name, Workloads.Namespace(name), Slow("1"));

        (await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Slow("2")) with { StallDeadline = TimeSpan.FromSeconds(8) })).Entries.ShouldAllBe(e => e.Status == "Ready");
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

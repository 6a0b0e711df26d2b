using SiteBuilder.Delivery.Rollouts.Locking;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Locking;

[Trait("Suite", "Service")]
public sealed class TwoDeploysTests(TestCluster cluster)
{
    [Fact]
    public async Task Two_rollouts_of_one_release_run_one_after_the_other()
    {
        var name = cluster.NewNameForPods();
        var begun = new TaskCompletionSource();
        var first = new Heard(_ => begun.TrySetResult());
        var second = new Heard();
        var slow = cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.SlowDeployment(name, "web", 4)), first);
        await begun.Task;

        var after = await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.SlowDeployment(name, "web", 4)), second);

        slow.IsCompleted.ShouldBeTrue();
        second.Lines[0].ShouldMatch($"^waiting for tester on .+, process [0-9]+, [0-9a-f]{{6}}, who deploys release {name} now$");
        after.Entries.ShouldAllBe(e => e.Action == ChangeAction.Unchanged);
        (await slow).Revision.ShouldBe(1);
    }

    [Theory]
    [InlineData("one", ChangeAction.Updated)]
    [InlineData("three", ChangeAction.Updated)]
    [InlineData("two", ChangeAction.Unchanged)]
    public async Task Rollout_that_another_overtakes_while_it_reads_decides_anew(string theirs, ChangeAction expected)
    {
        // whatever it has read before is "one"
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "one"));
        var overtaken = 0;
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => Fault.None, call =>
        {
            if (call.Path.EndsWith($"/{name}/configmaps", StringComparison.Ordinal) && Interlocked.Exchange(ref overtaken, 1) == 0)
            {
                cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "other"), Workloads.ConfigMap(name, "settings", theirs)).Wait();
            }
        });

        var result = await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two")) with { KubeconfigPath = server.Kubeconfig });

        result.Entries.Single(e => e.Object == $"ConfigMap {name}/settings").Action.ShouldBe(expected);
        result.Entries.Single(e => e.Object == $"ConfigMap {name}/other").Action.ShouldBe(ChangeAction.Deleted);
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings"))!["data"]!.ToJsonString().ShouldContain("two");
        result.Revision.ShouldBe(3);
    }

    [Fact]
    public async Task Rollout_that_would_have_nothing_to_do_sees_that_another_came_while_it_read()
    {
        var name = cluster.NewName();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "one"));
        await cluster.RunAsync(request);
        var overtaken = 0;
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => Fault.None, call =>
        {
            if (call.Path.EndsWith($"/{name}/configmaps", StringComparison.Ordinal) && Interlocked.Exchange(ref overtaken, 1) == 0)
            {
                cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two")).Wait();
            }
        });

        (await cluster.RunAsync(request with { KubeconfigPath = server.Kubeconfig })).Changed.ShouldBeTrue();

        (await cluster.FindAsync("v1", "ConfigMap", name, "settings"))!["data"]!.ToJsonString().ShouldContain("one");
        server.Calls.Where(c => c.IsLease).Select(c => c.Method).ShouldBe(["GET", "GET", "PUT", "GET", "PUT", "PUT"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_could_not_be_read_while_another_was_at_work_is_read_again_under_the_lock(bool isOvertaken)
    {
        var name = cluster.NewName();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "one"));
        await cluster.RunAsync(request);
        var lists = 0;
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, call =>
        {
            if (!call.Path.EndsWith($"/{name}/configmaps", StringComparison.Ordinal) || Interlocked.Increment(ref lists) > 1)
            {
                return Fault.None;
            }

            if (isOvertaken)
            {
                cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two")).Wait();
            }

            return Fault.Refused(422, "Invalid");
        });
        var rollout = cluster.RunAsync(request with { KubeconfigPath = server.Kubeconfig });

        if (isOvertaken)
        {
            (await rollout).Changed.ShouldBeTrue();
        }
        else
        {
            (await Should.ThrowAsync<StepFailedException>(() => rollout)).Message.ShouldContain("422 Invalid");
        }

        (await cluster.FindAsync("v1", "ConfigMap", name, "settings"))!["data"]!.ToJsonString().ShouldContain("one");
    }

    [Fact]
    public async Task Rollout_whose_lock_another_takes_stops_and_says_so()
    {
        var name = cluster.NewNameForPods();
        var taken = 0;
        var heard = new Heard(_ =>
        {
            if (Interlocked.Exchange(ref taken, 1) == 0)
            {
                cluster.EditAsync("coordination.k8s.io/v1", "Lease", "sitebuilder-system", $"sitebuilder-{name}", Workloads.Node(new { spec = new { holderIdentity = "eve" } })).Wait();
            }
        });

        var (failure, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.NeverReady(name, "web")), heard);

        text.ShouldBe("""
            Deploy failed at lock of release rt: eve has taken it; 2 created
              remedy: look who deploys, then run again
            """);
        failure.Result().Changed.ShouldBeTrue();
        (await cluster.FindAsync("coordination.k8s.io/v1", "Lease", "sitebuilder-system", $"sitebuilder-{name}"))!["spec"]!["holderIdentity"]!.GetValue<string>().ShouldBe("eve");
    }

    [Fact]
    public async Task Rollout_whose_deadline_passes_while_it_waits_says_for_whom()
    {
        var name = cluster.NewNameForPods();
        await using var first = new DeployLease(cluster.Client, name, "ann", TimeProvider.System);
        await first.AcquireAsync(_ => { }, CancellationToken.None);

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name)) with { Deadline = TimeSpan.FromSeconds(5) });

        text.ShouldBe("""
            Deploy failed at release rt: not done after 5 s, its deadline, still waiting for ann, who holds the lock; nothing was written
              remedy: run it again, or give it more time
            """);
    }
}

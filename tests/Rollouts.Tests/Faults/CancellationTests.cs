using System.Diagnostics;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Faults;

[Trait("Suite", "Service")]
public sealed class CancellationTests(TestCluster cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Cancelled_rollout_ends_at_once_says_what_was_done_and_gives_the_lock_back()
    {
        var name = cluster.NewNameForPods();
        using var cancel = new CancellationTokenSource();
        var clock = new Stopwatch();
        var heard = new Heard(line =>
        {
            if (line.EndsWith("0 of 1 updated pods available", StringComparison.Ordinal))
            {
                clock.Start();
                cancel.Cancel();
            }
        });
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.NeverReady(name, "web"), Workloads.Annotated(Workloads.ConfigMap(name, "last"), "sitebuilder.dev/wave", "70"));

        var failure = await Record.ExceptionAsync(() => new Rollout(TimeProvider.System).RunAsync(request, heard, cancel.Token));

        clock.Elapsed.ShouldBeLessThan(Soon);
        failure.ShouldBeOfType<StoppedException>().Message.ShouldBe($"Deploy of release {name} was stopped: 3 created; 1 not begun. Run the same command again to finish it.");
        failure.Result().Entries.Select(e => $"{e.Object} {e.Action} {e.Status}").ShouldBe(
            [$"Namespace {name} Created Ready", $"ConfigMap {name}/settings Created Ready", $"Deployment {name}/web Created InProgress", $"ConfigMap {name}/last Created Pending"]);
        (await cluster.FindAsync("coordination.k8s.io/v1", "Lease", "sitebuilder-system", $"sitebuilder-{name}")).Text("spec", "holderIdentity").ShouldBeNullOrEmpty();

        var again = await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Deployment(name, "web"));
        again.Entries.Select(e => $"{e.Object} {e.Action}").ShouldBe([$"Namespace {name} Unchanged", $"ConfigMap {name}/settings Unchanged", $"Deployment {name}/web Updated"]);
        (await cluster.FindAsync("v1", "ConfigMap", name, "last")).ShouldBeNull();
    }

    [Fact]
    public async Task Cancelled_rollout_ends_at_once_though_the_server_does_not_answer()
    {
        var name = cluster.NewName();
        using var cancel = new CancellationTokenSource();
        var clock = new Stopwatch();
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, call =>
        {
            if (!clock.IsRunning && !call.IsDryRun && call.Path.EndsWith("/configmaps/settings", StringComparison.Ordinal))
            {
                clock.Start();
                cancel.Cancel();
            }

            return clock.IsRunning ? new Fault { Hangs = true } : Fault.None;
        });
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings")) with { KubeconfigPath = server.Kubeconfig };

        var failure = await Record.ExceptionAsync(() => new Rollout(TimeProvider.System).RunAsync(request, null, cancel.Token));

        clock.Elapsed.ShouldBeLessThan(Soon);
        failure.ShouldBeOfType<StoppedException>().Message.ShouldBe($"Deploy of release {name} was stopped: 1 created; 1 not begun. Run the same command again to finish it.");
        failure.Result().Entries.Select(e => e.Action).ShouldBe([ChangeAction.Created, ChangeAction.Created]);
    }

    [Theory]
    [InlineData("Apply")]
    [InlineData("Rollback")]
    [InlineData("Remove")]
    public async Task What_is_stopped_is_called_by_the_name_of_the_command(string command)
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"));
        using var cancel = new CancellationTokenSource();
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, call =>
        {
            if (call.Method != "GET" && call.Path.Contains("/leases", StringComparison.Ordinal))
            {
                cancel.Cancel();
            }

            return cancel.IsCancellationRequested ? new Fault { Hangs = true } : Fault.None;
        });
        var request = cluster.Request(name, Workloads.Namespace(name)) with { KubeconfigPath = server.Kubeconfig, Command = "Apply" };
        var rollout = new Rollout(TimeProvider.System);

        var failure = await Record.ExceptionAsync(() => command switch
        {
            "Apply" => rollout.RunAsync(request, null, cancel.Token),
            "Rollback" => rollout.RollbackAsync(request, null, null, cancel.Token),
            _ => rollout.RemoveAsync(request, [], null, cancel.Token),
        });

        failure.ShouldBeOfType<StoppedException>().Message.ShouldBe($"{command} of release {name} was stopped: nothing was written. Run the same command again to finish it.");
    }

    [Theory]
    [InlineData("Diff")]
    [InlineData("Status")]
    [InlineData("History")]
    [InlineData("Rollback")]
    [InlineData("Remove")]
    [InlineData("Apply")]
    public async Task What_fails_is_called_by_the_name_of_the_command(string command)
    {
        var name = cluster.NewName();
        var rollout = new Rollout(TimeProvider.System);
        var wrong = cluster.Request(name, Workloads.Namespace(name)) with { ExpectedIdentity = "another", Command = "Apply" };
        var absent = wrong with { KubeconfigPath = "/absent" };

        foreach (var (request, subject) in new[] { (wrong, $"preflight of release {name}"), (absent, "kubeconfig /absent") })
        {
            var failure = await Should.ThrowAsync<StepFailedException>(() => command switch
            {
                "Diff" => rollout.PlanAsync(request, CancellationToken.None),
                "Status" => rollout.StatusAsync(request, CancellationToken.None),
                "History" => rollout.HistoryAsync(request, CancellationToken.None),
                "Rollback" => rollout.RollbackAsync(request, null, null, CancellationToken.None),
                "Remove" => rollout.RemoveAsync(request, [], null, CancellationToken.None),
                _ => rollout.RunAsync(request, null, CancellationToken.None),
            });

            failure.Message.ShouldStartWith($"{command} failed at {subject}: ");
        }
    }
}

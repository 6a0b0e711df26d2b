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
}

using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Locking;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Locking;

/// <summary>A later rollout of the same release asks an older one that only waits to give way.</summary>
[Trait("Suite", "Service")]
public sealed class SupersedeTests(TestCluster cluster)
{
    [Fact]
    public async Task Rollout_that_waits_for_its_pods_gives_way_and_the_later_one_is_rolled_out()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "old"), Workloads.Deployment(name, "web"));
        var waits = new TaskCompletionSource();
        var older = cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.NeverReady(name, "web")) with { Supersede = true, RollbackOnFailure = true }, new Heard(line => Waits(line, waits)));
        await waits.Task;

        var later = cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "old"), Workloads.Deployment(name, "web", "2")) with { Supersede = true });

        var (failure, text) = await older;
        text.ShouldMatch("^Deploy failed at release rt: has given way to tester on .+, commit 0123abc, process [0-9]+, [0-9a-f]{6}, who came later; 1 updated; 1 not begun, nothing was pruned\n  remedy: none needed: the later one brings the release to where it wants it$");
        failure.Data.Contains(RolloutResult.SupersededKey).ShouldBeTrue();
        failure.Result().Entries.Select(e => $"{e.Object} {e.Action} {e.Status}").ShouldBe([$"Namespace {name} Unchanged Ready", $"Deployment {name}/web Updated InProgress", $"ConfigMap {name}/old Deleted Pending"]);
        var result = await later;
        result.Revision.ShouldBe(2);
        result.Entries.Select(e => $"{e.Object} {e.Action} {e.Status}").ShouldBe([$"Namespace {name} Unchanged Ready", $"ConfigMap {name}/old Unchanged Ready", $"Deployment {name}/web Updated Ready"]);
    }

    [Fact]
    public async Task Rollout_whose_Job_runs_gives_way_only_when_it_has_ended()
    {
        var name = cluster.NewNameForPods();
        var waits = new TaskCompletionSource();
        JsonObject[] objects = [Workloads.Namespace(name), Workloads.Job(name, "migrate", "complete after=40s", "sleep 8"), Workloads.NeverReady(name, "web")];
        var older = cluster.FailAsync(cluster.Request(name, objects) with { Supersede = true }, new Heard(line => Waits(line, waits, "completed")));
        await waits.Task;

        var later = cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Job(name, "migrate", "complete after=40s", "sleep 8"), Workloads.Deployment(name, "web")) with { Supersede = true });

        var (failure, _) = await older;
        failure.Data.Contains(RolloutResult.SupersededKey).ShouldBeTrue();
        failure.Result().Entries.Select(e => $"{e.Object} {e.Status}").ShouldBe([$"Namespace {name} Ready", $"Job {name}/migrate Ready", $"Deployment {name}/web InProgress"]);
        (await later).Entries.Select(e => $"{e.Object} {e.Action} {e.Status}").ShouldBe([$"Namespace {name} Unchanged Ready", $"Job {name}/migrate Unchanged Ready", $"Deployment {name}/web Updated Ready"]);
    }

    [Fact]
    public async Task Deploy_that_waits_for_the_lock_gives_way_to_one_that_comes_after_it()
    {
        var name = cluster.NewName();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var first = new DeployLease(cluster.Client, name, "ann", time);
        await first.AcquireAsync(_ => { }, CancellationToken.None);
        await using var second = new DeployLease(cluster.Client, name, "bob", time, supersedes: true);
        var older = second.AcquireAsync(_ => { }, CancellationToken.None);
        await time.PassUntilAsync(async () => await LaterAsync(name) == "bob");
        var third = new DeployLease(cluster.Client, name, "eve", time, supersedes: true);
        using var stop = new CancellationTokenSource();
        var newest = third.AcquireAsync(_ => { }, stop.Token);

        await time.PassUntilAsync(() => Task.FromResult(older.IsCompleted));

        await Should.ThrowAsync<OperationCanceledException>(older);
        second.SupersededBy.ShouldBe("eve");
        newest.IsCompleted.ShouldBeFalse();
        first.Superseded.IsCancellationRequested.ShouldBeFalse();

        // who waits no longer takes its name away
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(newest);
        await third.DisposeAsync();
        (await LaterAsync(name)).ShouldBeNullOrEmpty();
    }

    [Fact]
    public async Task Holder_hears_of_a_later_deploy_only_where_that_is_agreed_and_the_later_one_takes_the_lock_without_a_trace()
    {
        var name = cluster.NewName();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var first = new DeployLease(cluster.Client, name, "ann", time, supersedes: true);
        await first.AcquireAsync(_ => { }, CancellationToken.None);
        await using var second = new DeployLease(cluster.Client, name, "bob", time, supersedes: true);
        var waiting = second.AcquireAsync(_ => { }, CancellationToken.None);

        await time.PassUntilAsync(() => Task.FromResult(first.Superseded.IsCancellationRequested));

        first.SupersededBy.ShouldBe("bob");
        first.Lost.IsCancellationRequested.ShouldBeFalse();
        await first.DisposeAsync();
        await time.PassUntilAsync(() => Task.FromResult(waiting.IsCompleted));
        await waiting;
        (await LaterAsync(name)).ShouldBeNullOrEmpty();
        second.SupersededBy.ShouldBeNull();
    }

    private static void Waits(string line, TaskCompletionSource waits, string what = "old pods still there")
    {
        if (line.Contains(what, StringComparison.Ordinal))
        {
            waits.TrySetResult();
        }
    }

    private async Task<string?> LaterAsync(string name) => (await cluster.FindAsync("coordination.k8s.io/v1", "Lease", "sitebuilder-system", $"sitebuilder-{name}")).Text("metadata", "annotations", "sitebuilder.dev/later");
}

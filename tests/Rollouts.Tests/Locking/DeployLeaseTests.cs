using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Locking;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Locking;

[Trait("Suite", "Service")]
public sealed class DeployLeaseTests(TestCluster cluster)
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Second_deploy_waits_says_for_whom_and_goes_on_as_soon_as_the_first_ends()
    {
        var name = cluster.NewName();
        var time = new FakeTimeProvider(Noon);
        var first = new DeployLease(cluster.Client, name, "ann", time);
        await first.AcquireAsync(_ => { }, CancellationToken.None);
        await using var second = new DeployLease(cluster.Client, name, "bob", time);
        var heard = new TaskCompletionSource<string>();

        var waiting = second.AcquireAsync(heard.SetResult, CancellationToken.None);
        (await heard.Task).ShouldBe("ann");
        second.WaitsFor.ShouldBe("ann");
        await first.DisposeAsync();
        await time.PassAsync(waiting);

        second.WaitsFor.ShouldBeNull();
        (await LeaseAsync(name)).Text("spec", "holderIdentity").ShouldBe("bob");
        (await LeaseAsync(name)).Number("spec", "leaseTransitions").ShouldBe(2);
    }

    [Fact]
    public async Task Deploy_that_lives_keeps_the_lock_for_as_long_as_it_takes()
    {
        var name = cluster.NewName();
        var time = new FakeTimeProvider(Noon);
        await using var first = new DeployLease(cluster.Client, name, "ann", time);
        await first.AcquireAsync(_ => { }, CancellationToken.None);
        await using var second = new DeployLease(cluster.Client, name, "bob", time);
        using var stop = new CancellationTokenSource();
        var waiting = second.AcquireAsync(_ => { }, stop.Token);

        for (var beats = 0; beats < 12; beats++)
        {
            var before = (await LeaseAsync(name)).Text("spec", "renewTime");
            await time.PassUntilAsync(async () => (await LeaseAsync(name)).Text("spec", "renewTime") != before);
        }

        waiting.IsCompleted.ShouldBeFalse();
        first.Lost.IsCancellationRequested.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    [Fact]
    public async Task Deploy_that_died_is_taken_over_after_its_time_and_finds_out_when_it_comes_back()
    {
        var name = cluster.NewName();
        var (dead, alive) = (new FakeTimeProvider(Noon), new FakeTimeProvider(Noon));
        await using var first = new DeployLease(cluster.Client, name, "ann", dead);
        await first.AcquireAsync(_ => { }, CancellationToken.None);
        await using var second = new DeployLease(cluster.Client, name, "bob", alive);
        var waiting = second.AcquireAsync(_ => { }, CancellationToken.None);

        await alive.PassAsync(waiting);
        (alive.GetUtcNow() - Noon).ShouldBeGreaterThan(LeaseTimes.Duration);

        first.Lost.IsCancellationRequested.ShouldBeFalse();
        await dead.PassUntilAsync(() => Task.FromResult(first.Lost.IsCancellationRequested));
        (await LeaseAsync(name)).Text("spec", "holderIdentity").ShouldBe("bob");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deploy_that_was_away_for_longer_than_its_time_writes_nothing_until_it_knows_whose_the_lock_is(bool isTaken)
    {
        var name = cluster.NewName();
        var time = new FakeTimeProvider(Noon);
        var away = false;
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => Volatile.Read(ref away) ? new Fault { Hangs = true } : Fault.None);
        using var client = new ClusterClient(ClusterConnection.Open(server.Kubeconfig, null), TimeProvider.System);
        await using var lease = new DeployLease(client, name, "ann", time);
        await lease.AcquireAsync(_ => { }, CancellationToken.None);
        Should.NotThrow(lease.EnsureHeld);

        Volatile.Write(ref away, true);
        await time.PassUntilAsync(() => Task.FromResult(time.GetUtcNow() - Noon > TimeSpan.FromMinutes(1)));
        lease.Lost.IsCancellationRequested.ShouldBeFalse();
        Should.Throw<HttpRequestException>(lease.EnsureHeld).Message.ShouldBe("the lock has not been renewed for 15 s: no answer");
        if (isTaken)
        {
            await cluster.EditAsync("coordination.k8s.io/v1", "Lease", "sitebuilder-system", $"sitebuilder-{name}", Workloads.Node(new { spec = new { holderIdentity = "eve" } }));
        }

        var before = (await LeaseAsync(name)).Text("spec", "renewTime");
        Volatile.Write(ref away, false);
        await time.PassUntilAsync(async () => lease.Lost.IsCancellationRequested || (await LeaseAsync(name)).Text("spec", "renewTime") != before);

        lease.Lost.IsCancellationRequested.ShouldBe(isTaken);
        lease.WhyLost.ShouldBe(isTaken ? "eve has taken it" : null);
        (await LeaseAsync(name)).Text("spec", "holderIdentity").ShouldBe(isTaken ? "eve" : "ann");
        if (!isTaken)
        {
            Should.NotThrow(lease.EnsureHeld);
        }
    }

    [Fact]
    public async Task Lock_that_is_given_back_is_free_for_the_next_at_once()
    {
        var name = cluster.NewName();
        var time = new FakeTimeProvider(Noon);
        var first = new DeployLease(cluster.Client, name, "ann", time);
        await first.AcquireAsync(_ => { }, CancellationToken.None);
        await first.DisposeAsync();

        await using var second = new DeployLease(cluster.Client, name, "bob", time);
        await second.AcquireAsync(_ => throw new InvalidOperationException("nobody to wait for"), CancellationToken.None);
    }

    [Theory]
    [InlineData("", 0, true)]
    [InlineData("ann", 0, false)]
    [InlineData("ann", 15, false)]
    [InlineData("ann", 16, true)]
    public void Lock_is_free_when_nobody_holds_it_or_it_was_not_renewed_before_our_eyes(string holder, int unchangedSeconds, bool free)
    {
        var lease = Workloads.Node(new { spec = new { holderIdentity = holder, leaseDurationSeconds = 15, renewTime = Noon } });

        DeployLease.IsFree(lease, TimeSpan.FromSeconds(unchangedSeconds)).ShouldBe(free);
    }

    private Task<JsonObject?> LeaseAsync(string name) => cluster.FindAsync("coordination.k8s.io/v1", "Lease", "sitebuilder-system", $"sitebuilder-{name}");
}

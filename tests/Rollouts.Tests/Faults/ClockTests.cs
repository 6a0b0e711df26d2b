using Microsoft.Extensions.Time.Testing;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Locking;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Faults;

/// <summary>The clock of the machine is set forward or back by an hour while it deploys: only time that has really passed counts.</summary>
[Trait("Suite", "Service")]
public sealed class ClockTests(TestCluster cluster)
{
    private const int Beats = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Wait_goes_on_as_if_nothing_had_happened(int hours)
    {
        var name = cluster.NewNameForPods();
        var time = new SteppedTime(TimeProvider.System);
        var stepped = 0;
        var heard = new Heard(line => Step(time, hours, ref stepped, line));

        var result = await new Rollout(time).RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.SlowDeployment(name, "web", 6)), heard, TestContext.Current.CancellationToken);

        stepped.ShouldBe(1);
        result.Entries.ShouldAllBe(e => e.Status == "Ready");
        (await cluster.FindAsync("apps/v1", "Deployment", name, "web")).Number("status", "availableReplicas").ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Pod_without_a_probe_that_ends_after_its_start_is_no_success(int hours)
    {
        var name = cluster.NewNameForPods();
        var time = new SteppedTime(TimeProvider.System);
        var stepped = 0;
        var heard = new Heard(line => Step(time, hours, ref stepped, line));
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.Deployment(name, "web", "crash after=1s exit=3", "sleep 1; exit 3"));

        var failure = await Should.ThrowAsync<StepFailedException>(() => new Rollout(time).RunAsync(request, heard, TestContext.Current.CancellationToken));

        stepped.ShouldBe(1);
        cluster.Plain(failure.Message, name).Split('\n')[0].ShouldBe("Deploy failed at Deployment rt/web: pod web-*: CrashLoopBackOff");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Deadline_is_what_was_asked_for(int hours)
    {
        var name = cluster.NewNameForPods();
        using var held = new HeldTime();
        var time = new SteppedTime(held.Provider);
        var (stepped, begin) = (0, held.Provider.GetTimestamp());
        var heard = new Heard(line => Step(time, hours, ref stepped, line));
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.NeverReady(name, "web")) with { StallDeadline = TimeSpan.FromSeconds(30) };

        var failure = await Should.ThrowAsync<StepFailedException>(() => new Rollout(time).RunAsync(request, heard, TestContext.Current.CancellationToken));

        stepped.ShouldBe(1);
        cluster.Plain(failure.Message, name).Split('\n')[0].ShouldBe("Deploy failed at Deployment rt/web: nothing has changed for 30 s: 0 of 1 updated pods available");
        held.Provider.GetElapsedTime(begin).ShouldBeGreaterThan(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("holder", 1)]
    [InlineData("holder", -1)]
    [InlineData("waiter", 1)]
    [InlineData("waiter", -1)]
    public async Task Lock_stays_with_its_holder(string whose, int hours)
    {
        var name = cluster.NewName();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var (holders, waiters) = (new SteppedTime(time), new SteppedTime(time));
        await using var first = new DeployLease(cluster.Client, name, "ann", holders);
        await first.AcquireAsync(_ => { }, CancellationToken.None);
        await using var second = new DeployLease(cluster.Client, name, "bob", waiters);
        using var stop = new CancellationTokenSource();
        var waiting = second.AcquireAsync(_ => { }, stop.Token);

        for (var beats = 0; beats < Beats; beats++)
        {
            var before = await RenewedAsync(name);
            await time.PassUntilAsync(async () => await RenewedAsync(name) != before);
            if (beats == 0)
            {
                (whose == "holder" ? holders : waiters).Step(TimeSpan.FromHours(hours));
            }
        }

        waiting.IsCompleted.ShouldBeFalse();
        first.Lost.IsCancellationRequested.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    private async Task<string?> RenewedAsync(string name) => (await cluster.FindAsync("coordination.k8s.io/v1", "Lease", "sitebuilder-system", $"sitebuilder-{name}")).Text("spec", "renewTime");

    /// <summary>Once, when the wait has begun.</summary>
    private static void Step(SteppedTime time, int hours, ref int stepped, string line)
    {
        if (line.EndsWith(": 0 of 1 updated pods available", StringComparison.Ordinal) && Interlocked.Exchange(ref stepped, 1) == 0)
        {
            time.Step(TimeSpan.FromHours(hours));
        }
    }
}

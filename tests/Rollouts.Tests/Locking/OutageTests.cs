using System.Collections.Concurrent;
using System.Diagnostics;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Locking;

/// <summary>The API server is away for longer than an unchanged lock keeps others out.</summary>
[Trait("Suite", "Service")]
public sealed class OutageTests(TestCluster cluster)
{
    private const int Faster = 5;
    private static readonly TimeSpan s_outage = TimeSpan.FromSeconds(20.0 / Faster);

    [Fact]
    public async Task Rollout_goes_on_where_nobody_has_taken_the_lock_and_looks_at_it_before_it_writes_again()
    {
        var name = cluster.NewName();
        var answered = new ConcurrentQueue<string>();
        var outage = new Stopwatch();
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, call => IsAway(outage, call) ? Fault.LostRequest : Fault.None, call =>
        {
            if (outage.IsRunning && call.Method != "GET")
            {
                answered.Enqueue(call.IsLease ? "lock" : "write");
            }
        });

        var result = await RunAsync(name, server);

        result.Entries.Select(e => $"{e.Object} {e.Action} {e.Status}").ShouldBe([$"Namespace {name} Created Ready", $"ConfigMap {name}/settings Created Ready", $"Service {name}/web Created Ready"]);
        result.Revision.ShouldBe(1);
        outage.Elapsed.ShouldBeGreaterThan(s_outage);
        answered.First().ShouldBe("lock");
        answered.ShouldContain("write");
    }

    [Fact]
    public async Task Rollout_whose_lock_another_has_taken_meanwhile_stops_says_so_and_writes_nothing_more()
    {
        var name = cluster.NewName();
        var outage = new Stopwatch();
        var written = 0;
        await using var server = await FaultyServer.StartAsync(
            cluster.Kubeconfig,
            call =>
            {
                var wasRunning = outage.IsRunning;
                if (IsAway(outage, call))
                {
                    if (!wasRunning)
                    {
                        cluster.EditAsync("coordination.k8s.io/v1", "Lease", "sitebuilder-system", $"sitebuilder-{name}", Workloads.Node(new { spec = new { holderIdentity = "eve" } })).Wait();
                    }

                    return Fault.LostRequest;
                }

                return Fault.None;
            },
            call => Interlocked.Add(ref written, outage.IsRunning && call.Write > 0 ? 1 : 0));

        var failure = await Should.ThrowAsync<StepFailedException>(() => RunAsync(name, server));

        cluster.Plain(failure.Message, name).ShouldBe("""
            Deploy failed at lock of release rt: eve has taken it; 1 created; 2 not begun
              remedy: look who deploys, then run again
            """);
        written.ShouldBe(0);
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).ShouldBeNull();
    }

    /// <summary>From the first write of a ConfigMap of the release on.</summary>
    private static bool IsAway(Stopwatch outage, ApiCall call)
    {
        if (call.Write > 0 && call.Path.EndsWith("/configmaps/settings", StringComparison.Ordinal))
        {
            outage.Start();
        }

        return outage.IsRunning && outage.Elapsed < s_outage;
    }

    private Task<RolloutResult> RunAsync(string name, FaultyServer server) => new Rollout(new FastTime(Faster)).RunAsync(
        cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Service(name, "web")) with { KubeconfigPath = server.Kubeconfig, Deadline = TimeSpan.FromMinutes(10) },
        null,
        TestContext.Current.CancellationToken);
}

using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Failures;

[Trait("Suite", "Service")]
public sealed class CrashLoopTests(TestCluster cluster)
{
    [Fact]
    public async Task New_revision_that_crash_loops_fails_with_its_last_words_and_what_ran_keeps_running()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"));

        var (failure, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Crashing(name, "web", 3, "no database")));

        text.ShouldBe("""
            Deploy failed at Deployment rt/web: pod web-*: CrashLoopBackOff
              pod: rt/web-*
              container: main
              reason: CrashLoopBackOff
              message: ended last with exit code 3
              exit code: 3
              event: BackOff: Back-off restarting failed container main in pod web-*_rt(UID)
              log:
                | starting
                | no database
              done so far: 1 updated
              remedy: read the log lines of the container: it ends by itself soon after its start
              look closer: kubectl -n rt describe pod web-*
            """);
        failure.Result().Entries.Select(e => $"{e.Object} {e.Action} {e.Status}").ShouldBe([$"Namespace {name} Unchanged Ready", $"Deployment {name}/web Updated Failed"]);
        var live = await cluster.FindAsync("apps/v1", "Deployment", name, "web");
        live.Number("status", "availableReplicas").ShouldBe(1);
    }
}

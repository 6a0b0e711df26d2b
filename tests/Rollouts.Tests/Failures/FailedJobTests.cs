using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Failures;

[Trait("Suite", "Service")]
public sealed class FailedJobTests(TestCluster cluster)
{
    [Fact]
    public async Task Job_that_fails_stops_the_rollout_before_the_workloads_that_need_it()
    {
        var name = cluster.NewNameForPods();
        var migrate = Workloads.Job(name, "migrate", "crash exit=5 log=\"table pages is locked\"", "echo 'table pages is locked'; exit 5");

        var (failure, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Deployment(name, "web"), migrate, Workloads.Namespace(name)));

        text.ShouldBe("""
            Deploy failed at Job rt/migrate: BackoffLimitExceeded: Job has reached the specified backoff limit
              pod: rt/migrate-*
              container: main
              exit code: 5
              event: BackoffLimitExceeded: Job has reached the specified backoff limit
              log:
                | table pages is locked
              done so far: 2 created; 1 not begun
              remedy: look closer: kubectl -n rt describe pod migrate-*
            """);
        failure.Result().Entries.Select(e => $"{e.Object} {e.Status}").ShouldBe([$"Namespace {name} Ready", $"Job {name}/migrate Failed", $"Deployment {name}/web Pending"]);
        (await cluster.FindAsync("apps/v1", "Deployment", name, "web")).ShouldBeNull();
    }

    [Fact]
    public async Task Job_that_failed_before_is_run_again()
    {
        var name = cluster.NewNameForPods();
        await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Job(name, "migrate", "crash exit=1", "exit 1")));

        var result = await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Job(name, "migrate", "complete", "exit 0"));

        result.Entries.Select(e => $"{e.Object} {e.Action} {e.Status}").ShouldBe([$"Namespace {name} Unchanged Ready", $"Job {name}/migrate Recreated Ready"]);
    }
}

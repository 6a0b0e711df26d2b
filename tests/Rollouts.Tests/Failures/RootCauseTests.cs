using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Failures;

[Trait("Suite", "Service")]
public sealed class RootCauseTests(TestCluster cluster)
{
    [Fact]
    public async Task Failed_rollout_carries_its_root_cause_field_by_field_with_secrets_masked()
    {
        var name = cluster.NewNameForPods();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.Secret(name, "login", "hunter2hunter2"), Workloads.Crashing(name, "web", 3, "hunter2hunter2 is wrong"));

        var (failure, text) = await cluster.FailAsync(request);

        var found = failure.Data[RolloutFailure.DataKey].ShouldBeOfType<RolloutFailure>();
        failure.Result().Failure.ShouldBe(found);
        (found.Release, found.Object, found.Rule, found.Container, found.Reason, found.ExitCode).ShouldBe((name, $"Deployment {name}/web", "crash-loop", "main", "CrashLoopBackOff", 3));
        found.Pod.ShouldNotBeNull().ShouldStartWith($"{name}/web-");
        found.Event.ShouldNotBeNull().ShouldStartWith("BackOff: Back-off restarting failed container main");
        found.Log.ShouldBe(["starting", "*** is wrong"]);
        found.LookCloser.ShouldEndWith($" -n {name} describe pod {found.Pod[(name.Length + 1)..]}");
        text.ShouldContain(cluster.Plain(found.LikelyFix!, name));
    }
}

using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.State;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.State;

[Trait("Suite", "Service")]
public sealed class StatusTests(TestCluster cluster)
{
    [Fact]
    public async Task Release_that_is_as_it_was_rolled_out_is_fine()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Secret(name, "login", "hunter2hunter2"), Workloads.Deployment(name, "web"), Workloads.Service(name, "web"));
        var before = await cluster.SnapshotAsync(name);

        var status = await StatusAsync(name);

        status.IsFine.ShouldBeTrue();
        Text(status).ShouldBe("""
            revision 1, succeeded, WHEN by tester, commit 0123abc
              ready        Namespace rt
              ready        ConfigMap rt/settings
              ready        Secret rt/login
              ready        Service rt/web
              ready        Deployment rt/web
            5 ready, no drift

            """);
        (await cluster.SnapshotAsync(name)).ShouldBe(before);
    }

    [Fact]
    public async Task What_others_have_changed_removed_or_made_anew_is_drift_and_who_did_it_is_named()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "edited"), Workloads.ConfigMap(name, "emptied"), Workloads.ConfigMap(name, "gone"), Workloads.ConfigMap(name, "more"), Workloads.Secret(name, "login", "hunter2hunter2"), Workloads.Secret(name, "lost", "hunter2hunter2"), Workloads.Deployment(name, "web"));
        await cluster.EditAsync("v1", "ConfigMap", name, "edited", Workloads.Node(new { data = new { key = "by hand" } }));
        await cluster.EditAsync("v1", "ConfigMap", name, "emptied", Workloads.Node(new { data = new { key = (string?)null } }));
        await cluster.EditAsync("v1", "ConfigMap", name, "more", Workloads.Node(new { data = new { theirs = "theirs" } }));
        await cluster.EditAsync("v1", "Secret", name, "login", Workloads.Node(new { stringData = new { password = "stolen password" } }), "kubectl-patch");
        await cluster.EditAsync("v1", "Secret", name, "lost", Workloads.Node(new { data = new { password = (string?)null } }));
        await cluster.EditAsync("apps/v1", "Deployment", name, "web", Workloads.Node(new { spec = new { replicas = 2 } }), "kubectl-scale");
        await cluster.DeleteAsync("v1", "ConfigMap", name, "gone");
        await cluster.FindAsync("apps/v1", "Deployment", name, "web", live => live!["status"]?["readyReplicas"]?.GetValue<int>() == 2);

        var status = await StatusAsync(name);

        status.IsFine.ShouldBeFalse();
        Text(status).ShouldBe("""
            revision 1, succeeded, WHEN by tester, commit 0123abc
              ready        Namespace rt
              ready        ConfigMap rt/edited
                             drift .data.key: "one" -> "by hand" by kubectl-edit
              ready        ConfigMap rt/emptied
                             drift .data: {"key":"one"} -> removed
              missing      ConfigMap rt/gone
              ready        ConfigMap rt/more
              ready        Secret rt/login
                             drift .data.password: *** -> *** by kubectl-patch
              ready        Secret rt/lost
                             drift .data.password: *** -> removed
              ready        Deployment rt/web
                             drift .spec.replicas: 1 -> 2 by kubectl-scale
            7 ready, 1 missing, 5 drifted

            """);
        status.ToText().ShouldNotContain("stolen");
    }

    [Fact]
    public async Task Workload_that_is_not_ready_says_why()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"), Workloads.Deployment(name, "slow"));
        await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Crashing(name, "web", 3, "no"), Workloads.NeverReady(name, "slow")));

        var status = await StatusAsync(name);

        status.IsFine.ShouldBeFalse();
        status.Result.ShouldBe("failed");
        status.Objects.Single(o => o.Object.EndsWith("/web", StringComparison.Ordinal)).ShouldSatisfyAllConditions(
            web => web.Condition.ShouldBe(ObjectCondition.Failed),
            web => cluster.Plain(web.Reason, name).ShouldStartWith("pod web-*: CrashLoopBackOff"));
        status.Objects.Single(o => o.Object.EndsWith("/slow", StringComparison.Ordinal)).Condition.ShouldBe(ObjectCondition.Progressing);
    }

    [Fact]
    public async Task Replicas_of_an_autoscaler_are_no_drift_and_a_Job_that_has_removed_itself_is_not_missing()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"), Workloads.Autoscaler(name, "web", 2), Workloads.Job(name, "migrate", "complete", "exit 0").With("spec.ttlSecondsAfterFinished", 0));
        await cluster.FindAsync("apps/v1", "Deployment", name, "web", live => live!["spec"]!["replicas"]!.GetValue<int>() == 2 && live["status"]?["availableReplicas"]?.GetValue<int>() == 2);
        if (cluster.IsReal)
        {
            await cluster.FindAsync("batch/v1", "Job", name, "migrate", live => live is null);
        }
        else
        {
            await cluster.DeleteAsync("batch/v1", "Job", name, "migrate");
        }

        var status = await StatusAsync(name);

        status.IsFine.ShouldBeTrue(status.ToText());
        status.Objects.Single(o => o.Object.StartsWith("Job", StringComparison.Ordinal)).Reason.ShouldBe("finished and removed");
    }

    [Fact]
    public async Task Release_that_is_not_there_is_told_with_those_that_are()
    {
        var (name, other) = (cluster.NewName(), cluster.NewName());
        await cluster.RunAsync(other, Workloads.Namespace(other));

        var failure = await Should.ThrowAsync<StepFailedException>(() => StatusAsync(name));

        cluster.Plain(failure.Message, name).ShouldMatch($@"^Status failed at release rt: the cluster has no such release\n  expected: one of: .*\b{other}\b.*\n  remedy: check the name, kubeconfig KUBECONFIG and context CONTEXT$");
    }

    private Task<ReleaseStatus> StatusAsync(string name) => new Rollout(TimeProvider.System).StatusAsync(cluster.Request(name), TestContext.Current.CancellationToken);

    private string Text(ReleaseStatus status) => cluster.Plain(status.ToText(), status.Release).Replace($"{status.When.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC", "WHEN", StringComparison.Ordinal);
}

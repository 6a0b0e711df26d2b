using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Failures;

[Trait("Suite", "Service")]
public sealed class ReadinessTests(TestCluster cluster)
{
    [Fact]
    public async Task Rollout_does_not_succeed_before_the_new_pods_are_ready()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"));
        var begin = cluster.Time.GetTimestamp();
        var heard = new Heard();

        await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.SlowDeployment(name, "web", 5)), heard);

        cluster.Time.GetElapsedTime(begin).ShouldBeGreaterThan(TimeSpan.FromSeconds(5));
        var live = await cluster.FindAsync("apps/v1", "Deployment", name, "web");
        live.Number("status", "readyReplicas").ShouldBe(1);
        live.Number("status", "updatedReplicas").ShouldBe(1);
        live.Number("status", "replicas").ShouldBe(1);
        heard.Lines[0].ShouldBe($"Deployment {name}/web: updated");
        heard.Lines[^1].ShouldBe($"Deployment {name}/web: ready");
    }

    [Fact]
    public async Task Container_without_a_readiness_probe_that_ends_right_after_its_start_is_no_success()
    {
        var name = cluster.NewNameForPods();

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Deployment(name, "web", "crash after=1s exit=3", "sleep 1; exit 3")));

        text.Split('\n')[0].ShouldBe("Deploy failed at Deployment rt/web: pod web-*: CrashLoopBackOff");
    }

    [Fact]
    public async Task Workload_that_was_ready_and_has_ended_before_the_others_were_is_no_success()
    {
        var name = cluster.NewNameForPods();
        var web = Workloads.Deployment(name, "web", "crash after=8s exit=1", "sleep 8; exit 1");

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), web, Workloads.SlowDeployment(name, "slow", 60)));

        text.Split('\n')[0].ShouldBe("Deploy failed at Deployment rt/web: pod web-*: CrashLoopBackOff");
    }

    [Fact]
    public async Task Pod_without_a_probe_that_ends_right_after_its_start_is_no_success()
    {
        var name = cluster.NewNameForPods();
        var pod = Workloads.Annotated(Workloads.Pod(name, "once", "sleep 1; exit 3").With("spec.restartPolicy", "Always"), "scripted.sitebuilder.dev/main", "crash after=1s exit=3");

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), pod));

        text.Split('\n')[0].ShouldBe("Deploy failed at Pod rt/once: pod once: CrashLoopBackOff");
    }

    [Fact]
    public async Task Early_restarts_of_a_pod_that_then_runs_do_not_fail_the_rollout()
    {
        var name = cluster.NewNameForPods();
        var volume = Workloads.Node(new { list = new[] { new { name = "memory", emptyDir = new { } } }, mounts = new[] { new { name = "memory", mountPath = "/memory" } } });
        var web = Workloads.Deployment(name, "web", "crash exit=1; ready", "test -f /memory/second && sleep 100000; touch /memory/second; exit 1")
            .With("spec.template.spec.volumes", volume["list"]!.DeepClone())
            .With("spec.template.spec.containers.0.volumeMounts", volume["mounts"]!.DeepClone());

        var result = await cluster.RunAsync(name, Workloads.Namespace(name), web);

        result.Entries.ShouldAllBe(e => e.Status == "Ready");
    }

    [Fact]
    public async Task Unchanged_workload_that_what_was_written_has_shaken_is_waited_for_too()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "db"), Workloads.SlowDeployment(name, "web", 6));
        var heard = new Heard(line =>
        {
            if (line == $"Deployment {name}/db: updated")
            {
                Task.Run(() => cluster.Client.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{name}/pods?labelSelector=app%3Dweb", """{"gracePeriodSeconds":0}""", "application/json", CancellationToken.None)).Wait();
            }
        });

        var result = await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Deployment(name, "db", "2"), Workloads.SlowDeployment(name, "web", 6)), heard);

        result.Entries.Single(e => e.Object == $"Deployment {name}/web").Action.ShouldBe(ChangeAction.Unchanged);
        (await cluster.FindAsync("apps/v1", "Deployment", name, "web")).Number("status", "readyReplicas").ShouldBe(1);
    }

    [Fact]
    public async Task Load_balancer_holds_nothing_up_and_is_waited_for_at_the_end()
    {
        var name = cluster.NewNameForPods();
        var service = Workloads.Service(name, "web").With("spec.type", "LoadBalancer");
        var heard = new Heard(line =>
        {
            // not before
            if (line == $"Deployment {name}/web: ready")
            {
                Task.Run(() => cluster.Client.SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{name}/services/web/status?fieldManager=test", """{"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1"}]}}}""", "application/merge-patch+json", CancellationToken.None)).Wait();
            }
        });

        var result = await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), service, Workloads.Deployment(name, "web", "1")), heard);

        result.Entries.ShouldAllBe(e => e.Status == "Ready");
        heard.Lines.ShouldContain($"Deployment {name}/web: ready");
    }

    [Fact]
    public async Task Load_balancer_that_gets_no_address_excuses_nothing()
    {
        var name = cluster.NewNameForPods();
        var lost = Workloads.Deployment(name, "web", "1").With("spec.template.spec.containers.0.envFrom", new JsonArray(Workloads.Node(new { configMapRef = new { name = "missing" } })));

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Service(name, "web").With("spec.type", "LoadBalancer"), lost));

        text.ShouldContain("CreateContainerConfigError");
    }

    [Fact]
    public async Task Object_that_is_ready_at_once_is_told_once_and_one_that_is_waited_for_with_its_way()
    {
        var name = cluster.NewNameForPods();
        var heard = new Heard();

        await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Service(name, "web"), Workloads.SlowDeployment(name, "web", 2)), heard);

        heard.Lines.Where(l => !l.StartsWith("Deployment", StringComparison.Ordinal) && !l.StartsWith("warning: ", StringComparison.Ordinal)).ShouldBe([$"Namespace {name}: created", $"ConfigMap {name}/settings: created", $"Service {name}/web: created"]);
        var told = heard.Lines.Where(l => l.StartsWith("Deployment", StringComparison.Ordinal)).ToList();
        told[0].ShouldBe($"Deployment {name}/web: created");
        told.ShouldContain($"Deployment {name}/web: 0 of 1 updated pods available");
        told.Count(l => l == $"Deployment {name}/web: ready").ShouldBe(1);
        told[^1].ShouldBe($"Deployment {name}/web: ready");
    }
}

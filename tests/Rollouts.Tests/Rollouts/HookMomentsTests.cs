using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Manifests;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Rollouts;

/// <summary>The hooks of a chart over the life of a release: an installation, upgrades, the way back.</summary>
[Trait("Suite", "Service")]
public sealed class HookMomentsTests(TestCluster cluster)
{
    [Fact]
    public async Task Hook_of_an_installation_stays_as_it_is_and_one_of_upgrades_waits_for_the_first()
    {
        var name = cluster.NewNameForPods();

        await RunAsync(name, "1");
        (await ValueAsync(name, "install")).ShouldBe("1");
        (await ValueAsync(name, "upgrade")).ShouldBeNull();

        await RunAsync(name, "2");
        (await ValueAsync(name, "install")).ShouldBe("1");
        (await ValueAsync(name, "upgrade")).ShouldBe("2");
        (await ValueAsync(name, "both")).ShouldBe("2");
        (await RunAsync(name, "2")).Changed.ShouldBeFalse();

        var heard = new Heard();
        await new Rollout(TimeProvider.System).RollbackAsync(cluster.Request(name), null, heard, TestContext.Current.CancellationToken);
        (await ValueAsync(name, "settings")).ShouldBe("1");
        (await ValueAsync(name, "install")).ShouldBe("1");
        (await ValueAsync(name, "upgrade")).ShouldBe("2");
        (await ValueAsync(name, "both")).ShouldBe("2");
        heard.Lines.ShouldContain($"ConfigMap {name}/both: is left as it is: a hook of its chart for another moment");

        // they are the release's all the same
        await new Rollout(TimeProvider.System).RemoveAsync(cluster.Request(name), [], null, TestContext.Current.CancellationToken);
        (await ValueAsync(name, "install")).ShouldBeNull();
        (await ValueAsync(name, "both")).ShouldBeNull();
    }

    [Fact]
    public async Task Failed_hook_ends_the_rollout_before_anything_that_comes_after_it()
    {
        var name = cluster.NewNameForPods();
        var (objects, _) = HelmHooks.Arrange([Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Hook(Workloads.Job(name, "migrate", "crash exit=4 log=\"no such table\"", "echo no such table; exit 4"), "pre-install,pre-upgrade")]);

        var (_, text) = await cluster.FailAsync(cluster.Request(name, objects) with { WavesHold = false });

        text.ShouldStartWith("Deploy failed at Job rt/migrate: BackoffLimitExceeded");
        text.ShouldContain("\n    | no such table\n");
        (await ValueAsync(name, "settings")).ShouldBeNull();
    }

    [Fact]
    public async Task Workload_that_cannot_come_ends_the_wait_for_a_hook_that_waits_for_it()
    {
        var name = cluster.NewNameForPods();
        var web = Workloads.Deployment(name, "web").With("spec.template.spec.containers.0.image", "Not A Name");
        var (objects, _) = HelmHooks.Arrange([Workloads.Namespace(name), web, Hook(Workloads.Job(name, "check", "complete after=10m", "sleep 600"), "post-install")]);

        var (_, text) = await cluster.FailAsync(cluster.Request(name, objects) with { WavesHold = false, Deadline = TimeSpan.FromMinutes(2) });

        text.Split('\n')[0].ShouldBe("Deploy failed at Deployment rt/web: pod web-*: InvalidImageName");
    }

    [Fact]
    public async Task Workload_that_a_hook_may_mend_is_left_to_it_and_ends_the_rollout_when_the_hook_is_done()
    {
        var name = cluster.NewNameForPods();
        var (objects, _) = HelmHooks.Arrange([Workloads.Namespace(name), Workloads.Crashing(name, "web", 3, "no table"), Hook(Workloads.Job(name, "fill", "complete after=150s", "sleep 60"), "post-install")]);
        var heard = new Heard();

        var (_, text) = await cluster.FailAsync(cluster.Request(name, objects) with { WavesHold = false, Deadline = TimeSpan.FromMinutes(5) }, heard);

        text.Split('\n')[0].ShouldBe("Deploy failed at Deployment rt/web: pod web-*: CrashLoopBackOff");
        heard.Lines.ShouldContain($"Job {name}/fill: ready");
    }

    [Fact]
    public async Task What_another_tool_has_installed_is_upgraded()
    {
        var name = cluster.NewNameForPods();
        await cluster.CreateAsync(Workloads.Namespace(name));
        await cluster.CreateAsync(Workloads.Deployment(name, "web"));
        await cluster.CreateAsync(Workloads.ConfigMap(name, "install", "by helm"));
        var (objects, _) = HelmHooks.Arrange([Workloads.Namespace(name), Workloads.Deployment(name, "web"), Hook(Workloads.ConfigMap(name, "install", "1"), "pre-install"), Hook(Workloads.ConfigMap(name, "upgrade", "1"), "pre-upgrade")]);

        await cluster.RunAsync(cluster.Request(name, objects) with { WavesHold = false });

        (await ValueAsync(name, "install")).ShouldBe("by helm");
        (await ValueAsync(name, "upgrade")).ShouldBe("1");
    }

    [Fact]
    public async Task What_its_chart_keeps_is_kept()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Annotated(Workloads.ConfigMap(name, "kept"), "helm.sh/resource-policy", "keep"));

        var result = await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));

        result.Entries.Single(e => e.Object == $"ConfigMap {name}/kept").Reason.ShouldBe("annotation helm.sh/resource-policy: keep");
        (await ValueAsync(name, "kept")).ShouldBe("one");
    }

    private Task<RolloutResult> RunAsync(string name, string version)
    {
        var (objects, _) = HelmHooks.Arrange([
            Workloads.Namespace(name),
            Workloads.ConfigMap(name, "settings", version),
            Hook(Workloads.ConfigMap(name, "install", version), "pre-install"),
            Hook(Workloads.ConfigMap(name, "upgrade", version), "post-upgrade"),
            Hook(Workloads.ConfigMap(name, "both", version), "pre-install,pre-upgrade"),
        ]);
        return cluster.RunAsync(cluster.Request(name, objects) with { WavesHold = false });
    }

    private static JsonObject Hook(JsonObject item, string moments) => Workloads.Annotated(item, "helm.sh/hook", moments);

    private async Task<string?> ValueAsync(string name, string map) => (await cluster.FindAsync("v1", "ConfigMap", name, map)).Text("data", "key");
}

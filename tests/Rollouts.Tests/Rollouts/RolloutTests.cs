using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Rollouts;

[Trait("Suite", "Service")]
public sealed class RolloutTests(TestCluster cluster)
{
    [Fact]
    public async Task First_rollout_creates_everything_and_waits_until_it_serves()
    {
        var name = cluster.NewNameForPods();

        var result = await cluster.RunAsync(cluster.Request(name, Workloads.Deployment(name, "web"), Workloads.Service(name, "web"), Workloads.ConfigMap(name, "settings"), Workloads.Namespace(name)));

        result.Changed.ShouldBeTrue();
        result.Revision.ShouldBe(1);
        result.Entries.Select(e => $"{e.Object} {e.Action} {e.Status}").ShouldBe(
            [$"Namespace {name} Created Ready", $"ConfigMap {name}/settings Created Ready", $"Service {name}/web Created Ready", $"Deployment {name}/web Created Ready"], ignoreOrder: true);
        (await cluster.FindAsync("apps/v1", "Deployment", name, "web"))!["status"]!["availableReplicas"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Second_rollout_of_the_same_writes_nothing()
    {
        var name = cluster.NewNameForPods();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Secret(name, "login", "hunter2hunter2"), Workloads.Deployment(name, "web"), Workloads.Service(name, "web"));
        await cluster.RunAsync(request);
        var before = await cluster.SnapshotAsync(name);

        var result = await cluster.RunAsync(request);

        result.Changed.ShouldBeFalse();
        result.Revision.ShouldBe(1);
        result.Entries.ShouldAllBe(e => e.Action == ChangeAction.Unchanged && e.Status == "Ready");
        (await cluster.SnapshotAsync(name)).ShouldBe(before);
    }

    [Fact]
    public async Task Changed_object_is_updated_and_the_rest_left_alone()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "one"), Workloads.ConfigMap(name, "two")));

        var result = await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "one", "other"), Workloads.ConfigMap(name, "two")));

        result.Revision.ShouldBe(2);
        result.Entries.Where(e => e.Action != ChangeAction.Unchanged).Select(e => $"{e.Object} {e.Action}").ShouldBe([$"ConfigMap {name}/one Updated"]);
        (await cluster.FindAsync("v1", "ConfigMap", name, "one"))!["data"]!["key"]!.GetValue<string>().ShouldBe("other");
    }
}

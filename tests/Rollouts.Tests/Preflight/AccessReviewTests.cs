using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Preflight;

[Trait("Suite", "Service")]
public sealed class AccessReviewTests(TestCluster cluster)
{
    [Fact]
    public async Task Who_may_not_read_hears_of_every_right_that_is_missing()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        using var user = await LimitedUser.CreateAsync(cluster, name, Rule(["list", "get", "patch"], ["namespaces"], [""]));

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Service(name, "web"), Workloads.Deployment(name, "web")) with { KubeconfigPath = user.Kubeconfig });

        text.Split('\n').ShouldBe([
            "Deploy failed at preflight of release rt: 6 problems, nothing was written:",
            "  - context limited may not create, list, patch configmaps in namespace rt; grant it by a role, or deploy as somebody who may",
            "  - context limited may not create, list, patch deployments.apps in namespace rt; grant it by a role, or deploy as somebody who may",
            "  - context limited may not list, watch events in namespace rt; grant it by a role, or deploy as somebody who may",
            "  - context limited may not list, watch pods in namespace rt; grant it by a role, or deploy as somebody who may",
            "  - context limited may not list, watch replicasets.apps in namespace rt; grant it by a role, or deploy as somebody who may",
            "  - context limited may not create, list, patch services in namespace rt; grant it by a role, or deploy as somebody who may",
            "  remedy: correct all of them and run again"]);
    }

    [Fact]
    public async Task Who_may_read_but_not_write_hears_it_before_the_first_write_and_once_for_all_objects_of_a_kind()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "old"), Workloads.ConfigMap(name, "settings"));
        var before = await cluster.SnapshotAsync(name);
        using var user = await LimitedUser.CreateAsync(cluster, name, Rule(["get", "list", "watch"], ["*"], ["*"]), Rule(["patch"], ["configmaps"], [""]));

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Workloads.Service(name, "a"), Workloads.Service(name, "b")) with { KubeconfigPath = user.Kubeconfig });

        text.Split('\n').ShouldBe([
            "Deploy failed at preflight of release rt: 2 problems, nothing was written:",
            "  - context limited may not delete configmaps in namespace rt; grant it by a role, or deploy as somebody who may",
            "  - context limited may not create, patch services in namespace rt; grant it by a role, or deploy as somebody who may",
            "  remedy: correct all of them and run again"]);
        (await cluster.SnapshotAsync(name)).ShouldBe(before);
    }

    [Fact]
    public async Task Who_may_change_an_object_by_its_name_only_may_deploy_it()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        var named = Rule(["patch"], ["configmaps"], [""]);
        named["resourceNames"] = new JsonArray("settings");
        using var user = await LimitedUser.CreateAsync(cluster, name, Rule(["get", "list", "watch"], ["*"], ["*"]), named);

        var result = await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two")) with { KubeconfigPath = user.Kubeconfig });

        result.Changed.ShouldBeTrue();
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key").ShouldBe("two");
    }

    private static JsonObject Rule(string[] verbs, string[] resources, string[] groups) => Workloads.Node(new { verbs, resources, apiGroups = groups });
}

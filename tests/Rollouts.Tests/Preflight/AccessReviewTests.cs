using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;
using YamlDotNet.RepresentationModel;

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
            "  - context limited may not create, list, patch, watch deployments.apps in namespace rt; grant it by a role, or deploy as somebody who may",
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

    [Fact]
    public async Task Who_may_not_take_the_lock_hears_it_with_the_rest()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        using var user = await LimitedUser.CreateAsync(cluster, name, mayLock: false, Rule(["get", "list", "watch"], ["*"], ["*"]));

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two")) with { KubeconfigPath = user.Kubeconfig });

        text.Split('\n').ShouldBe([
            "Deploy failed at preflight of release rt: 2 problems, nothing was written:",
            "  - context limited may not patch configmaps in namespace rt; grant it by a role, or deploy as somebody who may",
            "  - context limited may not create, get, update leases.coordination.k8s.io in namespace sitebuilder-system; grant it by a role, or deploy as somebody who may",
            "  remedy: correct all of them and run again"]);
    }

    [Fact]
    public async Task Who_acts_for_another_has_the_rights_of_that_one()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        using var user = await LimitedUser.CreateAsync(cluster, name, Rule(["get", "list", "watch"], ["*"], ["*"]));
        var path = Path.Combine(Path.GetTempPath(), $"acting-{Guid.NewGuid():N}");
        try
        {
            await File.WriteAllTextAsync(path, Acting(name));

            var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two")) with { KubeconfigPath = path });

            text.ShouldContain(" may not patch configmaps in namespace rt; ");
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The cluster's own kubeconfig, acting for the limited account.</summary>
    private string Acting(string name)
    {
        using var reader = new StreamReader(cluster.Kubeconfig);
        var stream = new YamlStream();
        stream.Load(reader);
        var user = (YamlMappingNode)stream.Documents[0].RootNode["users"][0]["user"];
        user.Add("as", $"system:serviceaccount:{name}:limited");
        user.Add("as-groups", new YamlSequenceNode($"system:serviceaccounts:{name}"));
        using var writer = new StringWriter();
        stream.Save(writer, assignAnchors: false);
        return writer.ToString();
    }

    private static JsonObject Rule(string[] verbs, string[] resources, string[] groups) => Workloads.Node(new { verbs, resources, apiGroups = groups });
}

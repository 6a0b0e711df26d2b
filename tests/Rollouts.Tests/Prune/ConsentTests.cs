using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Prune;

[Trait("Suite", "Service")]
public sealed class ConsentTests(TestCluster cluster)
{
    [Fact]
    public async Task Claims_definitions_and_namespaces_go_with_consent_the_namespace_last()
    {
        var name = cluster.NewName();
        var group = $"{name}.example.com";
        var kept = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(kept), Agreed(Workloads.Namespace(name)), Agreed(Workloads.Claim(name, "data")), Agreed(Workloads.Definition(group)), Workloads.ConfigMap(name, "settings"));
        var heard = new Heard();

        var result = await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(kept)), heard);

        result.Entries.Where(e => e.Action == ChangeAction.Deleted).ShouldAllBe(e => e.Status == "Gone");
        heard.Lines.Take(2).ShouldBe([$"ConfigMap {name}/settings: deleted", $"PersistentVolumeClaim {name}/data: deleted"], ignoreOrder: true);
        heard.Lines.Skip(2).ShouldBe([$"CustomResourceDefinition themes.{group}: deleted", $"Namespace {name}: deleted"], ignoreOrder: true);
        (await cluster.FindAsync("v1", "Namespace", null, name)).ShouldBeNull();
        (await cluster.FindAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, $"themes.{group}")).ShouldBeNull();
    }

    private static JsonObject Agreed(JsonObject item) => Workloads.Annotated(item, "sitebuilder.dev/prune", "allow");
}

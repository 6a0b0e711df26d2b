using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Model.Environments;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Rollouts;

/// <summary>A release whose objects another tool has applied before.</summary>
[Trait("Suite", "Service")]
public sealed class TakeOverTests(TestCluster cluster)
{
    [Theory]
    [InlineData("helm")]
    [InlineData("kubectl-client-side-apply")]
    public async Task What_the_tool_has_set_and_nobody_wants_any_more_goes_and_what_others_have_added_stays(string tool)
    {
        var name = cluster.NewName();
        await CreateAsync(Workloads.Namespace(name), tool);
        var web = Workloads.Deployment(name, "web", "ready", "sleep 100000").With("spec.replicas", 0).With("metadata.annotations", Workloads.Node(new { team = "a" }));
        web["spec"]!["template"]!["spec"]!["containers"]![0]!["env"] = new JsonArray(Workloads.Node(new { name = "OLD", value = "1" }), Workloads.Node(new { name = "NEW", value = "1" }));
        await CreateAsync(web, tool);
        await cluster.EditAsync("apps/v1", "Deployment", name, "web", Workloads.Node(new { metadata = new { annotations = new { note = "seen" } } }));
        var wanted = web.Copy();
        ((JsonObject)wanted["metadata"]!).Remove("annotations");
        ((JsonArray)wanted["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!).RemoveAt(0);
        var request = cluster.Request(name, Workloads.Namespace(name), wanted);

        var plan = await new Rollout(TimeProvider.System).PlanAsync(request, TestContext.Current.CancellationToken);
        await cluster.RunAsync(request);

        plan.Entries.Single(e => e.Object == $"Deployment {name}/web").Changes.Where(c => c.After is null).Select(c => c.Path)
            .ShouldBe(["metadata.annotations.team", "spec.template.spec.containers[main].env[OLD]"]);
        var live = (await cluster.FindAsync("apps/v1", "Deployment", name, "web"))!;
        live.At("spec", "template", "spec", "containers")![0]!["env"]!.ToJsonString().ShouldBe("""[{"name":"NEW","value":"1"}]""");
        live.Annotation("team").ShouldBeNull();
        live.Annotation("note").ShouldBe("seen");
        live.Items("metadata", "managedFields").Select(f => f.Text("manager")).ShouldNotContain(tool);
        (await cluster.RunAsync(request)).Changed.ShouldBeFalse();

        // nor is it a conflict with the tool when it changes later
        wanted["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]![0]!["value"] = "2";
        (await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), wanted))).Changed.ShouldBeTrue();
    }

    [Fact]
    public async Task Where_fields_of_others_are_kept_those_of_tools_are_too()
    {
        var name = cluster.NewName();
        await CreateAsync(Workloads.Namespace(name), "helm");
        await CreateAsync(Workloads.ConfigMap(name, "settings").With("metadata.annotations", Workloads.Node(new { team = "a" })), "helm");

        await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings")) with { Drift = DriftPolicy.Keep });

        (await cluster.FindAsync("v1", "ConfigMap", name, "settings"))!.Annotation("team").ShouldBe("a");
    }

    private async Task CreateAsync(JsonObject item, string tool)
    {
        var resource = (await new Discovery(cluster.Client).FindAsync(item.ApiVersion(), item.Kind(), TestContext.Current.CancellationToken))!;
        await cluster.Client.SendAsync(HttpMethod.Post, $"{resource.Path(item.Namespace())}?fieldManager={tool}", item.ToJsonString(), "application/json", CancellationToken.None);
    }
}

using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Rollouts;

[Trait("Suite", "Service")]
public sealed class DefinitionTests(TestCluster cluster)
{
    [Fact]
    public async Task Definition_and_its_objects_come_in_one_release_in_any_order_with_webhooks_last()
    {
        var name = cluster.NewNameForPods();
        var group = $"{name}.example.com";
        var heard = new Heard();
        // the sandbox knows the kind and says that it does not do what it is for
        var webhooks = cluster.IsReal;
        var last = webhooks ? Workloads.Webhook(name, name) : Workloads.Annotated(Workloads.ConfigMap(name, "last"), "sitebuilder.dev/wave", "70");
        var request = cluster.Request(
            name,
            last,
            Workloads.Theme(group, name, "dark", "black"),
            Workloads.Deployment(name, "web"),
            Workloads.Definition(group),
            Workloads.ConfigMap(name, "settings"),
            Workloads.Namespace(name));

        await cluster.RunAsync(request, heard);

        var written = heard.Lines.Where(l => l.EndsWith(": created", StringComparison.Ordinal)).ToList();
        written[..2].ShouldBe([$"CustomResourceDefinition themes.{group}: created", $"Namespace {name}: created"], ignoreOrder: true);
        written[2..].ShouldBe([$"ConfigMap {name}/settings: created", $"Theme {name}/dark: created", $"Deployment {name}/web: created", webhooks ? $"ValidatingWebhookConfiguration {name}: created" : $"ConfigMap {name}/last: created"]);
        (await cluster.FindAsync($"{group}/v1", "Theme", name, "dark"))!["spec"]!["color"]!.GetValue<string>().ShouldBe("black");

        (await cluster.RunAsync(request)).Entries.ShouldAllBe(e => e.Action == ChangeAction.Unchanged);

        if (webhooks)
        {
            await cluster.DeleteAsync("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", null, name);
        }

        await cluster.DeleteAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, $"themes.{group}");
    }
}

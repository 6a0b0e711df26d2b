using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Prune;
using SiteBuilder.Rollouts.Tests.Cluster;
using SiteBuilder.Rollouts.Tests.Wait;

namespace SiteBuilder.Rollouts.Tests.Plan;

/// <summary>The objects of our own environments, as an API server keeps them.</summary>
[Trait("Suite", "Service")]
public sealed class PlatformTests(TestCluster cluster)
{
    [Theory]
    [InlineData("local")]
    [InlineData("production")]
    public async Task Every_object_that_was_applied_is_known_to_be_as_desired_without_another_question(string environment)
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name));
        var discovery = new Discovery(cluster.Client);
        var asked = new List<string>();
        var looked = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "deploy", "rendered", environment), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var item = Normaliser.Desired((JsonObject)YamlNodes.Read(file)!, name);
            if (item.Namespace() is not null)
            {
                item["metadata"]!["namespace"] = name;
            }

            if (await discovery.FindAsync(item.ApiVersion(), item.Kind(), TestContext.Current.CancellationToken) is not { } resource)
            {
                CustomObjects.Is(item).ShouldBeTrue("only the kinds of an operator may be unknown");
                continue;
            }

            var live = await cluster.Client.ApplyAsync(resource, item, force: false, dryRun: true, TestContext.Current.CancellationToken);
            var entry = new InventoryEntry { ApiVersion = item.ApiVersion(), Kind = item.Kind(), Namespace = item.Namespace(), Name = item.Name(), Uid = live.Uid(), Hash = item.IsSecret() ? null : ObjectHash.Of(item) };
            if (!Planner.IsAsDesired(item, live, entry))
            {
                asked.Add(Path.GetFileName(file));
            }

            looked++;
        }

        asked.ShouldBeEmpty();
        looked.ShouldBeGreaterThan(50);
    }
}

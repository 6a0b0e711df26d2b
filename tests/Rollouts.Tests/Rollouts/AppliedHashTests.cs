using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Rollouts;

/// <summary>What the inventory says was applied must be what was applied last.</summary>
[Trait("Suite", "Service")]
public sealed class AppliedHashTests(TestCluster cluster)
{
    [Fact]
    public async Task Object_that_a_rollback_has_set_back_is_not_taken_for_what_was_applied_before_it()
    {
        var name = cluster.NewNameForPods();
        JsonObject[] Objects(string value, JsonObject web) => [Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", value), web];
        await cluster.RunAsync(name, Objects("one", Workloads.Deployment(name, "web")));
        await cluster.FailAsync(cluster.Request(name, Objects("two", Workloads.Crashing(name, "web", 3, "no database"))));
        await cluster.FailAsync(cluster.Request(name, Objects("two", Workloads.Crashing(name, "web", 4, "still no database"))) with { RollbackOnFailure = true });
        (await ValueAsync(name)).ShouldBe("one");

        await cluster.RunAsync(name, Objects("two", Workloads.Deployment(name, "web")));

        (await ValueAsync(name)).ShouldBe("two");
    }

    private async Task<string?> ValueAsync(string name) => (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key");
}

using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Preflight;

[Trait("Suite", "Service")]
public sealed class SharedObjectsTests(TestCluster cluster)
{
    [Fact]
    public async Task Object_in_the_inventory_of_another_release_is_refused_although_it_has_lost_its_label()
    {
        var (first, second) = (cluster.NewName(), cluster.NewName());
        await cluster.RunAsync(first, Workloads.Namespace(first), Workloads.ConfigMap(first, "shared"), Workloads.ConfigMap(first, "gone"));
        await cluster.EditAsync("v1", "ConfigMap", first, "shared", Workloads.Node(new { metadata = new { labels = new Dictionary<string, string?> { ["sitebuilder.dev/release"] = null } } }));
        await cluster.DeleteAsync("v1", "ConfigMap", first, "gone");

        var (_, text) = await cluster.FailAsync(cluster.Request(second, Workloads.ConfigMap(first, "shared"), Workloads.ConfigMap(first, "gone"), Workloads.ConfigMap(first, "own")));

        text.Replace(first, "first", StringComparison.Ordinal).Split('\n').ShouldBe(
            [
                "Deploy failed at preflight of release rt: 2 problems, nothing was written:",
                "  - ConfigMap first/shared: is in the inventory of release first, and two releases cannot own one object; rename it here, take it out there and deploy that first, or adopt it with annotation sitebuilder.dev/adopt: first",
                "  - ConfigMap first/gone: is in the inventory of release first, and two releases cannot own one object; rename it here, take it out there and deploy that first, or adopt it with annotation sitebuilder.dev/adopt: first",
                "  remedy: correct all of them and run again",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Object_that_is_adopted_changes_its_owner_who_then_neither_prunes_nor_takes_it_back()
    {
        var (first, second) = (cluster.NewName(), cluster.NewName());
        await cluster.RunAsync(first, Workloads.Namespace(first), Workloads.ConfigMap(first, "shared"), Workloads.ConfigMap(first, "own"));
        var adopting = cluster.Request(second, Workloads.Annotated(Workloads.ConfigMap(first, "shared", "two"), "sitebuilder.dev/adopt", first));

        var result = await cluster.RunAsync(adopting);
        var (_, back) = await cluster.FailAsync(cluster.Request(first, Workloads.Namespace(first), Workloads.ConfigMap(first, "shared"), Workloads.ConfigMap(first, "own")));
        var after = await cluster.RunAsync(first, Workloads.Namespace(first), Workloads.ConfigMap(first, "own"));

        result.Entries.Single().Reason.ShouldBeOneOf("", $"adopted from release {first}");
        back.ShouldContain($"ConfigMap rt/shared: belongs to release {second} ");
        after.Entries.Single(e => e.Action == ChangeAction.Skipped).Reason.ShouldBe($"it belongs to release {second} now");
        (await cluster.FindAsync("v1", "ConfigMap", first, "shared")).Text("data", "key").ShouldBe("two");
        (await cluster.RunAsync(adopting)).Changed.ShouldBeFalse();
    }
}

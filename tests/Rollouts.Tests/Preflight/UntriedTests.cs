using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Preflight;

[Trait("Suite", "Service")]
public sealed class UntriedTests(TestCluster cluster)
{
    [Fact]
    public async Task Refused_configuration_of_a_first_installation_leaves_nothing_behind_and_all_of_it_is_told()
    {
        var name = cluster.NewName();
        var objects = new[]
        {
            Workloads.Namespace(name),
            Workloads.ConfigMap(name, "good"),
            Workloads.ConfigMap(name, "Bad"),
            Workloads.ConfigMap(name, "worse").With("data", new JsonObject { ["a/b"] = "c" }),
            Workloads.Service(name, "web"),
        };

        var (failure, text) = await cluster.FailAsync(cluster.Request(name, objects));

        text.Split('\n')[0].ShouldBe("Deploy failed at preflight of release rt: 2 problems, what was new and made before is deleted again:");
        text.ShouldContain("  - ConfigMap rt/Bad: the API server refuses it (422 Invalid): ");
        text.ShouldContain("  - ConfigMap rt/worse: the API server refuses it (422 Invalid): ");
        failure.Data[RolloutResult.DataKey].ShouldBeNull();
        (await cluster.FindAsync("v1", "Namespace", null, name)).ShouldBeNull();
        (await new Rollout(TimeProvider.System).PlanAsync(cluster.Request(name, Workloads.Namespace(name)), TestContext.Current.CancellationToken)).Entries.ShouldHaveSingleItem();
        await Should.ThrowAsync<StepFailedException>(() => new Rollout(TimeProvider.System).HistoryAsync(cluster.Request(name), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Beside_a_change_new_configuration_is_tried_before_the_first_write()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "one"));

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Workloads.ConfigMap(name, "new").With("data", new JsonObject { ["a/b"] = "c" })));

        text.Split('\n')[0].ShouldBe("Deploy failed at preflight of release rt: 1 problem, nothing was written:");
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings"))!["data"]!["key"]!.ToString().ShouldBe("one");
    }

    [Fact]
    public async Task New_configuration_that_is_refused_in_an_upgrade_leaves_what_was_there()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.ConfigMap(name, "good"), Workloads.ConfigMap(name, "new").With("data", new JsonObject { ["a/b"] = "c" })));

        text.Split('\n')[0].ShouldBe("Deploy failed at preflight of release rt: 1 problem, what was new and made before is deleted again:");
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).ShouldNotBeNull();
        (await cluster.FindAsync("v1", "ConfigMap", name, "good")).ShouldBeNull();
        (await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"))).Changed.ShouldBeFalse();
    }
}

using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Records;

/// <summary>Every object says who wrote it, from which commit and in which run; and saying it is no reason to write.</summary>
[Trait("Suite", "Service")]
public sealed class AuditTrailTests(TestCluster cluster)
{
    private static readonly RolloutOrigin s_first = new("ann@laptop", "1111111111111111111111111111111111111111", "https://ci.example/1");
    private static readonly RolloutOrigin s_second = new("ben@laptop", "2222222222222222222222222222222222222222", null);

    [Fact]
    public async Task Only_what_changes_is_written_and_says_the_commit_that_changed_it()
    {
        var name = cluster.NewName();
        JsonObject[] objects = [Workloads.Namespace(name), Workloads.ConfigMap(name, "kept"), Workloads.ConfigMap(name, "changed"), Workloads.Service(name, "web")];
        await cluster.RunAsync(cluster.Request(name, objects) with { Origin = s_first });
        (await TrailAsync(name, "changed")).ShouldBe("ann@laptop, 1111111111111111111111111111111111111111, https://ci.example/1");
        var before = await cluster.SnapshotAsync(name);

        var again = await cluster.RunAsync(cluster.Request(name, objects) with { Origin = s_second });

        again.Changed.ShouldBeFalse();
        (await cluster.SnapshotAsync(name)).ShouldBe(before);

        objects[2] = Workloads.ConfigMap(name, "changed", "two");
        var third = await cluster.RunAsync(cluster.Request(name, objects) with { Origin = s_second });

        third.Entries.Where(entry => entry.Action.ToString() != "Unchanged").Select(entry => entry.Object).ShouldBe([$"ConfigMap {name}/changed"]);
        (await TrailAsync(name, "changed")).ShouldBe("ben@laptop, 2222222222222222222222222222222222222222, ");
        (await TrailAsync(name, "kept")).ShouldBe("ann@laptop, 1111111111111111111111111111111111111111, https://ci.example/1");
        (await cluster.RunAsync(cluster.Request(name, objects) with { Origin = s_first })).Changed.ShouldBeFalse();
    }

    [Fact]
    public async Task A_rollback_says_who_went_back_and_brings_no_earlier_words_back()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings")) with { Origin = s_first });
        await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two")) with { Origin = s_first });

        await new Rollout(TimeProvider.System).RollbackAsync(cluster.Request(name) with { Origin = s_second }, 1, null, TestContext.Current.CancellationToken);

        (await TrailAsync(name, "settings")).ShouldBe("ben@laptop, 2222222222222222222222222222222222222222, ");
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key").ShouldBe("one");
    }

    [Fact]
    public async Task Objects_of_before_stay_unchanged_without_it()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await cluster.EditAsync("v1", "ConfigMap", name, "settings", new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = null } });

        (await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings")) with { Origin = s_second })).Changed.ShouldBeFalse();
    }

    private async Task<string> TrailAsync(string ns, string name)
    {
        var item = (await cluster.FindAsync("v1", "ConfigMap", ns, name))!;
        return string.Join(", ", ((string[])["who", "commit", "run"]).Select(field => item.Annotation($"sitebuilder.dev/{field}")));
    }
}

using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.History;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.History;

public sealed class HistoryTests(TestCluster cluster)
{
    [Fact]
    [Trait("Suite", "Service")]
    public async Task Every_revision_is_told_with_what_it_changed_of_the_images()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Stopped("example.com/shop/web:1.0"), Workloads.ConfigMap(name, "settings"));
        await cluster.RunAsync(name, Workloads.Namespace(name), Stopped("example.com/shop/web:1.1"), Workloads.ConfigMap(name, "settings"));
        await cluster.RunAsync(name, Workloads.Namespace(name), Stopped("example.com/shop/web:1.1"), Workloads.ConfigMap(name, "settings", "two"));
        await new Rollout(TimeProvider.System).RollbackAsync(cluster.Request(name), 1, null, TestContext.Current.CancellationToken);

        var history = await new Rollout(TimeProvider.System).HistoryAsync(cluster.Request(name), TestContext.Current.CancellationToken);

        var text = history.Revisions.Aggregate(history.ToText(), (all, revision) => all.Replace($"{revision.When.UtcDateTime:yyyy-MM-dd HH:mm:ss}", "YYYY-MM-DD HH:MM:SS", StringComparison.Ordinal));
        text.ShouldBe("""
            revision  when (UTC)           who     commit   result
            4         YYYY-MM-DD HH:MM:SS  tester  0123abc  succeeded, back to 1
              image ~ example.com/shop/web: 1.1 -> 1.0
            3         YYYY-MM-DD HH:MM:SS  tester  0123abc  succeeded
            2         YYYY-MM-DD HH:MM:SS  tester  0123abc  succeeded
              image ~ example.com/shop/web: 1.0 -> 1.1
            1         YYYY-MM-DD HH:MM:SS  tester  0123abc  succeeded
              image + example.com/shop/web: 1.0

            """);

        System.Text.Json.Nodes.JsonObject Stopped(string image) => Workloads.Deployment(name, "web", "ready", "sleep 1", image).With("spec.replicas", 0);
    }

    [Theory]
    [InlineData("localhost:5000/web", "localhost:5000/web:2", "~ localhost:5000/web: latest -> 2")]
    [InlineData("web:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "web@sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210", "~ web: sha256:0123456789ab -> sha256:fedcba987654")]
    [InlineData("web:1", "web:1", null)]
    public void Image_is_told_apart_by_its_repository(string before, string after, string? change) =>
        ImageChanges.Between([Workloads.Deployment("a", "b", "", "", before)], [Workloads.Deployment("a", "b", "", "", after)]).ShouldBe(change is null ? [] : [change]);
}

using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>Lists that take more than one page.</summary>
[Trait("Suite", "Service")]
public sealed class ListTests(TestCluster cluster)
{
    private const int MoreThanAPage = 501;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_that_the_server_always_forgets_are_asked_for_all_at_once()
    {
        var name = cluster.NewName();
        await cluster.CreateAsync(Workloads.Namespace(name));
        await Parallel.ForEachAsync(Enumerable.Range(0, MoreThanAPage), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Cancellation }, async (number, ct) =>
            await cluster.Client.CreateAsync(CoreResources.ConfigMap, Workloads.ConfigMap(name, $"settings-{number}"), ct));
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, call => call.Query.Contains("continue=", StringComparison.Ordinal) ? Fault.Gone : Fault.None);
        using var client = new ClusterClient(ClusterConnection.Open(server.Kubeconfig, null), TimeProvider.System);

        var list = await client.ListAsync(CoreResources.ConfigMap, name, null, Cancellation);

        list.Items.Count(item => item.Name().StartsWith("settings-", StringComparison.Ordinal)).ShouldBe(MoreThanAPage);
        server.Calls.Count.ShouldBe(3);
    }
}

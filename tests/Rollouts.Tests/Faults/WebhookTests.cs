using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Faults;

[Trait("Suite", "Service")]
public sealed class WebhookTests(TestCluster cluster)
{
    private const int Refusals = 12;

    private static readonly Fault s_away = new()
    {
        Status = 500,
        Body = """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"Internal error occurred: failed calling webhook \"check.example.com\": no endpoints available for service \"check\"","reason":"InternalError","code":500}""",
    };

    [Fact]
    public async Task Webhook_that_is_still_starting_is_waited_for_longer_than_one_request_is_tried()
    {
        var name = cluster.NewName();
        var asked = 0;
        await using var server = await FaultyServer.StartAsync(
            cluster.Kubeconfig,
            call => call.Write > 0 && call.Path.EndsWith("/configmaps/settings", StringComparison.Ordinal) && Interlocked.Increment(ref asked) <= Refusals ? s_away : Fault.None);
        using var time = new HeldTime();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings")) with { KubeconfigPath = server.Kubeconfig };

        var result = await new Rollout(time.Provider).RunAsync(request, null, TestContext.Current.CancellationToken);

        result.Entries.ShouldAllBe(e => e.Status == "Ready");
        asked.ShouldBe(Refusals + 1);
    }
}

using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Tools;
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

    [Fact]
    public async Task Webhook_that_does_not_come_ends_the_rollout_after_its_grace()
    {
        var name = cluster.NewName();
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, call => call.Write > 0 && call.Path.EndsWith("/configmaps/settings", StringComparison.Ordinal) ? s_away : Fault.None);
        using var time = new HeldTime();
        var settings = Workloads.Annotated(Workloads.ConfigMap(name, "settings"), "sitebuilder.dev/grace.webhook-away", "20s");
        var request = cluster.Request(name, Workloads.Namespace(name), settings) with { KubeconfigPath = server.Kubeconfig };
        var begin = time.Provider.GetTimestamp();

        var failure = await Should.ThrowAsync<StepFailedException>(new Rollout(time.Provider).RunAsync(request, null, TestContext.Current.CancellationToken));

        failure.Message.ShouldContain($"ConfigMap {name}/settings: ");
        failure.Message.ShouldContain("failed calling webhook \"check.example.com\": no endpoints available for service \"check\"");
        time.Provider.GetElapsedTime(begin).ShouldBeInRange(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(100));
    }

    [Fact]
    public async Task Webhook_that_denies_is_an_answer()
    {
        var name = cluster.NewName();
        var asked = 0;
        var denial = new Fault { Status = 403, Body = """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"admission webhook \"check.example.com\" denied the request: no color","reason":"Forbidden","code":403}""" };
        await using var server = await FaultyServer.StartAsync(
            cluster.Kubeconfig, call => call.Write > 0 && call.Path.EndsWith("/configmaps/settings", StringComparison.Ordinal) && Interlocked.Increment(ref asked) > 0 ? denial : Fault.None);

        var failure = await Should.ThrowAsync<StepFailedException>(cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings")) with { KubeconfigPath = server.Kubeconfig }));

        failure.Message.ShouldContain("admission webhook \"check.example.com\" denied the request: no color");
        asked.ShouldBe(1);
    }
}

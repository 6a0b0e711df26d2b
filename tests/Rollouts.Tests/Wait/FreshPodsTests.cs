using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Wait;

public sealed class FreshPodsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("just started", "", "11:59:58", true)]
    [InlineData("runs for a while", "", "11:59:20", false)]
    [InlineData("ended", "", null, true)]
    [InlineData("probed", ""","readinessProbe":{}""", "11:59:58", false)]
    [InlineData("probed at its start", ""","startupProbe":{}""", "11:59:58", false)]
    public void Pod_without_a_probe_is_fresh_for_half_a_minute(string what, string probe, string? started, bool fresh)
    {
        var state = started is null ? """{"terminated":{"exitCode":1}}""" : $$"""{"running":{"startedAt":"2026-05-01T{{started}}Z"} }""";
        var pod = Json.Of($$"""{"status":{"containerStatuses":[{"name":"main","state":{{state}} }]} }""");

        FreshPods.Any(Workload(probe, ""), [pod], Noon).ShouldBe(fresh, what);
    }

    [Theory]
    [InlineData("pods that are not seen yet", "", true)]
    [InlineData("no pods wanted", ""","replicas":0""", false)]
    [InlineData("Kubernetes waits itself", ""","minReadySeconds":5""", false)]
    public void Workload_without_pods_is_fresh_while_it_wants_some(string what, string spec, bool fresh) => FreshPods.Any(Workload("", spec), [], Noon).ShouldBe(fresh, what);

    private static System.Text.Json.Nodes.JsonObject Workload(string probe, string spec) =>
        Json.Of($$"""{"kind":"Deployment","spec":{"template":{"spec":{"containers":[{"name":"main"{{probe}} }]} }{{spec}} } }""");
}

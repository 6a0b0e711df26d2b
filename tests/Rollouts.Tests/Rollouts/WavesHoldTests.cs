using System.Text.Json.Nodes;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Rollouts;

/// <summary>What is ready before what is written: our own platform goes wave by wave, the manifests of others only where they say so.</summary>
[Trait("Suite", "Service")]
public sealed class WavesHoldTests(TestCluster cluster)
{
    [Theory]
    [InlineData(true, null, "db created, db ready, web created, web ready, late created")]
    [InlineData(false, null, "db created, web created, late created")]
    [InlineData(false, "45", "db created, db ready, web created, web ready, late created")]
    public async Task Later_wave_is_written_when_those_before_are_ready_where_waves_hold_or_an_annotation_says_so(bool hold, string? wave, string expected)
    {
        var web = Workloads.SlowDeployment("NAME", "web", 5);
        (await OrderAsync(hold, wave is null ? web : Workloads.Annotated(web, "sitebuilder.dev/wave", wave))).ShouldStartWith(expected);
    }

    [Theory]
    [InlineData("1", "web created, web ready, db created, late created")]
    [InlineData("80", "db created, late created, web created, ")]
    public async Task Hook_of_a_chart_runs_before_everything_or_when_everything_is_written(string wave, string expected)
    {
        var web = Workloads.Annotated(Workloads.Annotated(Workloads.SlowDeployment("NAME", "web", 1), "sitebuilder.dev/wave", wave), "helm.sh/hook", "post-install");
        (await OrderAsync(false, web)).ShouldStartWith(expected);
    }

    private async Task<string> OrderAsync(bool hold, JsonObject web)
    {
        var name = cluster.NewNameForPods();
        var heard = new Heard();
        web["metadata"]!["namespace"] = name;
        await cluster.RunAsync(
            cluster.Request(name, Workloads.Namespace(name), Workloads.StatefulSet(name, "db", Workloads.SlowDeployment(name, "db", 4)), web, Late(name)) with { WavesHold = hold }, heard);
        return string.Join(", ", heard.Lines.Select(line => line.Split(['/', ':'], StringSplitOptions.TrimEntries)).Where(words => words is [_, _, "created" or "ready"]).Select(words => $"{words[1]} {words[2]}"));
    }

    private static JsonObject Late(string ns) => Workloads.Node(new
    {
        apiVersion = "networking.k8s.io/v1",
        kind = "Ingress",
        metadata = new { name = "late", @namespace = ns },
        spec = new { defaultBackend = new { service = new { name = "web", port = new { number = 80 } } } },
    });
}

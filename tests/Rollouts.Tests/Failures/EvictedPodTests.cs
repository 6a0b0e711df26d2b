using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Failures;

/// <summary>Pods that a node has put out stay in the cluster until somebody removes them.</summary>
[Trait("Suite", "Service")]
public sealed class EvictedPodTests(TestCluster cluster)
{
    private const string Evicted = """{"status":{"phase":"Failed","reason":"Evicted","message":"The node was low on resource: memory."}}""";

    [Fact]
    public async Task Pods_that_were_evicted_before_the_release_say_nothing_about_it()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"));
        for (var evicted = 1; evicted <= VerdictRules.Rejections; evicted++)
        {
            await EvictAsync(name, evicted);
        }

        // the pods of one second of the cluster's clock cannot be told from each other
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        var result = await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web").With("spec.replicas", 3));

        result.Entries.ShouldAllBe(e => e.Status == "Ready");
        (await PodsAsync(name)).Count(p => p.Text("status", "reason") == "Evicted").ShouldBe(VerdictRules.Rejections);
    }

    /// <summary>Puts the only pod that is left out, as a kubelet does, and waits for the next.</summary>
    private async Task EvictAsync(string ns, int before)
    {
        var pod = (await PodsAsync(ns)).Single(IsReady);
        await cluster.Client.SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{ns}/pods/{pod.Name()}/status?fieldManager=test", Evicted, "application/merge-patch+json", TestContext.Current.CancellationToken);
        while ((await PodsAsync(ns)) is var pods && (pods.Count != before + 1 || pods.Count(IsReady) != 1))
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static bool IsReady(JsonObject pod) => pod.Text("status", "phase") == "Running" && pod.Condition("Ready").Says("True");

    private async Task<IReadOnlyList<JsonObject>> PodsAsync(string ns) => (await cluster.Client.ListAsync(CoreResources.Pod, ns, null, TestContext.Current.CancellationToken)).Items;
}

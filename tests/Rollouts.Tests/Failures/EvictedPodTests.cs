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
        await cluster.RunAsync(name, Workloads.Namespace(name));
        await cluster.CreateAsync(Workloads.ConfigMap(name, "fill"));
        await cluster.RunAsync(name, Workloads.Namespace(name), Web(name));
        for (var evicted = 1; evicted <= VerdictRules.Rejections; evicted++)
        {
            if (evicted == VerdictRules.Rejections)
            {
                // the next pod stays
                await cluster.DeleteAsync("v1", "ConfigMap", name, "fill");
            }

            await EvictAsync(name, evicted);
        }

        // the pods of one second of the cluster's clock cannot be told from each other
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        var result = await cluster.RunAsync(name, Workloads.Namespace(name), Web(name).With("spec.replicas", 3));

        result.Entries.ShouldAllBe(e => e.Status == "Ready");
        (await PodsAsync(name)).Count(IsEvicted).ShouldBe(VerdictRules.Rejections);
    }

    /// <summary>A kubelet evicts its pods for as long as the ConfigMap is there: they write more than their volume may hold.</summary>
    private static JsonObject Web(string ns)
    {
        var parts = Workloads.Node(new
        {
            volumes = new[] { new { name = "data", emptyDir = new { sizeLimit = "1Mi" } } },
            mounts = new[] { new { name = "data", mountPath = "/data" } },
            env = new[] { new { name = "FILL", valueFrom = new { configMapKeyRef = new { name = "fill", key = "key", optional = true } } } },
        });
        return Workloads.Deployment(ns, "web", "ready", "[ -n \"$FILL\" ] && dd if=/dev/zero of=/data/full bs=1M count=5; sleep 100000")
            .With("spec.template.spec.volumes", parts["volumes"]!.DeepClone())
            .With("spec.template.spec.containers.0.volumeMounts", parts["mounts"]!.DeepClone())
            .With("spec.template.spec.containers.0.env", parts["env"]!.DeepClone());
    }

    /// <summary>Waits until so many pods are evicted and the next runs. In the sandbox nobody measures volumes, and whoever says that a pod has ended is believed.</summary>
    private async Task EvictAsync(string ns, int evicted)
    {
        if (!cluster.IsReal)
        {
            var pod = (await PodsAsync(ns)).Single(IsReady);
            await cluster.Client.SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{ns}/pods/{pod.Name()}/status?fieldManager=test", Evicted, "application/merge-patch+json", TestContext.Current.CancellationToken);
        }

        while (await PodsAsync(ns) is var pods && (pods.Count(IsEvicted) != evicted || pods.Count(IsReady) != 1))
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static bool IsEvicted(JsonObject pod) => pod.Text("status", "phase") == "Failed" && pod.Text("status", "reason") == "Evicted";

    private static bool IsReady(JsonObject pod) => pod.Text("status", "phase") == "Running" && pod.Condition("Ready").Says("True");

    private async Task<IReadOnlyList<JsonObject>> PodsAsync(string ns) => (await cluster.Client.ListAsync(CoreResources.Pod, ns, null, TestContext.Current.CancellationToken)).Items;
}

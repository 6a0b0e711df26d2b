using System.Diagnostics;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Removal;
using SiteBuilder.Rollouts.Tests.Cluster;
using SiteBuilder.Rollouts.Tests.Wait;

namespace SiteBuilder.Rollouts.Tests.Plan;

/// <summary>The admission policy of our platform, in force on an API server.</summary>
[Trait("Suite", "Service")]
public sealed class PlatformAdmissionTests(TestCluster cluster)
{
    private const string Ours = "registry.example.com/sitebuilder/sites@sha256:0000000000000000000000000000000000000000000000000000000000000000";
    private const string NotOurs = "every image is one of registry.example.com/sitebuilder/ and named by its digest";
    private static readonly TimeSpan s_untilInForce = TimeSpan.FromSeconds(30);
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pods_that_are_not_ours_or_reach_for_the_node_are_refused()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name));
        var before = Pod(name, "docker.io/library/before:1");
        before["metadata"]!["name"] = "before";
        await cluster.CreateAsync(before);
        await cluster.RunAsync(name, Workloads.Namespace(name), Rendered("validatingadmissionpolicy", name), Binding(name));
        try
        {
            var start = Stopwatch.GetTimestamp();
            while (await RefusalAsync(Pod(name, "docker.io/library/nginx:1")) is null)
            {
                Stopwatch.GetElapsedTime(start).ShouldBeLessThan(s_untilInForce);
                await Task.Delay(100, Cancellation);
            }

            (await RefusalAsync(Pod(name, Ours))).ShouldBeNull();
            await cluster.EditAsync("v1", "Pod", name, "before", new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["role"] = "primary" } } });
            (await Should.ThrowAsync<ApiRefusedException>(() => cluster.EditAsync("v1", "Pod", name, "before", new JsonObject { ["spec"] = new JsonObject { ["activeDeadlineSeconds"] = 3600 } }))).Message.ShouldContain(NotOurs);
            (await RefusedAsync(Pod(name, "docker.io/library/nginx:1"))).ShouldContain(NotOurs);
            (await RefusedAsync(Pod(name, "registry.example.com/sitebuilder/sites:latest"))).ShouldContain(NotOurs);
            (await RefusedAsync(Pod(name, Ours.Replace(".com/", ".com.evil.example/", StringComparison.Ordinal)))).ShouldContain(NotOurs);
            (await RefusedAsync(Pod(name, Ours, spec => spec["initContainers"] = new JsonArray(Container("docker.io/library/nginx:1"))))).ShouldContain(NotOurs);
            (await RefusedAsync(Pod(name, Ours, spec => spec["containers"]![0]!["securityContext"] = new JsonObject { ["privileged"] = true }))).ShouldContain("no container is privileged");
            (await RefusedAsync(Pod(name, Ours, spec => spec["volumes"] = new JsonArray(new JsonObject { ["name"] = "node", ["hostPath"] = new JsonObject { ["path"] = "/etc" } })))).ShouldContain("no volume is a path of the node");
            (await RefusedAsync(Pod(name, Ours, spec => spec["volumes"] = new JsonArray(new JsonObject { ["name"] = "files", ["image"] = new JsonObject { ["reference"] = "docker.io/library/nginx:1" } })))).ShouldContain("no volume is an image");
        }
        finally
        {
            // it counts for the whole cluster
            await new Rollout(TimeProvider.System).RemoveAsync(cluster.Request(name), [StatefulKind.Namespace], null, CancellationToken.None);
        }
    }

    private async Task<string> RefusedAsync(JsonObject pod) => (await RefusalAsync(pod)).ShouldNotBeNull();

    private async Task<string?> RefusalAsync(JsonObject pod)
    {
        try
        {
            await cluster.Client.SendAsync(HttpMethod.Post, $"{CoreResources.Pod.Path(pod.Namespace())}?dryRun=All", pod.ToJsonString(), "application/json", Cancellation);
            return null;
        }
        catch (ApiRefusedException refused) when (refused.Code is 403 or 422)
        {
            return refused.Message;
        }
    }

    private static JsonObject Pod(string ns, string image, Action<JsonObject>? change = null)
    {
        var spec = new JsonObject { ["containers"] = new JsonArray(Container(image)) };
        change?.Invoke(spec);
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = new JsonObject { ["generateName"] = "p-", ["namespace"] = ns }, ["spec"] = spec };
    }

    private static JsonObject Container(string image) => new() { ["name"] = $"c{image.Length}", ["image"] = image };

    private static JsonObject Binding(string name)
    {
        var binding = Rendered("validatingadmissionpolicybinding", name);
        binding["spec"]!["policyName"] = name;
        binding["spec"]!["matchResources"]!["namespaceSelector"]!["matchExpressions"]![0]!["values"] = new JsonArray(name);
        return binding;
    }

    /// <summary>As production has it, under a name of its own.</summary>
    private static JsonObject Rendered(string kind, string name)
    {
        var item = (JsonObject)YamlNodes.Read(Path.Combine(Repository.Root, "deploy", "rendered", "production", "cluster", $"{kind}-sitebuilder-pods.yaml"))!;
        item["metadata"]!["name"] = name;
        return item;
    }
}

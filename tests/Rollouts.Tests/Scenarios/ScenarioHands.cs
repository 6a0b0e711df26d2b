using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Scenarios;

/// <summary>Somebody else who works on the cluster.</summary>
internal sealed class ScenarioHands(ClusterClient client, string ns, string kind, TimeProvider time, Random dice, CancellationToken ct)
{
    private readonly Discovery _discovery = new(client);

    public string Namespace => ns;

    public string Kind => kind;

    /// <summary>Deletes the workload as soon as it is there.</summary>
    public async Task DeleteItAsync()
    {
        var (resource, live) = await ItAsync();
        await client.DeleteAsync(resource, ns, "web", live.Uid(), "Background", ct);
    }

    /// <summary>Deletes the workload and makes it again as it was.</summary>
    public async Task MakeAgainAsync()
    {
        var (resource, live) = await ItAsync();
        var again = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = "web", ["namespace"] = ns, ["labels"] = live["metadata"]!["labels"]?.DeepClone(), ["annotations"] = live["metadata"]!["annotations"]?.DeepClone() },
            ["spec"] = live["spec"]!.DeepClone(),
        };
        await client.DeleteAsync(resource, ns, "web", live.Uid(), "Background", ct);
        await CreateAsync(again);
    }

    private async Task<(ApiResource Resource, JsonObject Live)> ItAsync()
    {
        var resource = (await _discovery.FindAsync(kind == "Job" ? "batch/v1" : "apps/v1", kind, ct))!;
        while (true)
        {
            if (await client.FindAsync(resource, ns, "web", ct) is { } live)
            {
                return (resource, live);
            }

            await WaitAsync(1, 1);
        }
    }

    /// <summary>Waits some seconds of the cluster.</summary>
    public Task WaitAsync(int least, int most) => Task.Delay(TimeSpan.FromSeconds(dice.Next(least, most + 1)), time, ct);

    public async Task CreateAsync(JsonObject item)
    {
        var resource = (await _discovery.FindAsync(item.ApiVersion(), item.Kind(), ct))!;
        await client.SendAsync(HttpMethod.Post, $"{resource.Path(item.Namespace())}?fieldManager=somebody", item.ToJsonString(), "application/json", ct);
    }

    public async Task EditAsync(string apiVersion, string editedKind, string? space, string name, object fields)
    {
        var resource = (await _discovery.FindAsync(apiVersion, editedKind, ct))!;
        await client.SendAsync(HttpMethod.Patch, $"{resource.Path(space, name)}?fieldManager=somebody", Workloads.Node(fields).ToJsonString(), "application/merge-patch+json", ct);
    }

    public async Task DeleteAsync(string apiVersion, string deletedKind, string name)
    {
        var resource = (await _discovery.FindAsync(apiVersion, deletedKind, ct))!;
        await client.DeleteAsync(resource, ns, name, null, "Background", ct);
    }

    /// <summary>Asks a pod to go, as a drain of its node does.</summary>
    public Task EvictAsync(string pod) => client.SendAsync(
        HttpMethod.Post, $"/api/v1/namespaces/{ns}/pods/{pod}/eviction?fieldManager=somebody",
        Workloads.Node(new { apiVersion = "policy/v1", kind = "Eviction", metadata = new { name = pod, @namespace = ns } }).ToJsonString(), "application/json", ct);

    public async Task<IReadOnlyList<JsonObject>> PodsAsync() => [.. (await client.ListAsync(CoreResources.Pod, ns, null, ct)).Items];

    public async Task<string> NodeAsync() => (await client.ListAsync(new ApiResource("v1", "Node", "nodes", false), null, null, ct)).Items[0].Name();
}

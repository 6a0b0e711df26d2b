using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>The live objects of a release, one labelled list per kind and namespace, each asked for once however many want it.</summary>
internal sealed class LiveLists(ClusterClient client, string release)
{
    private readonly ConcurrentDictionary<(ApiResource Resource, string? Namespace), Lazy<Task<ListedObjects>>> _lists = new();

    /// <summary>Asks for the lists of all kinds and namespaces of these objects, and does not wait for them.</summary>
    public async Task AskAsync(IEnumerable<JsonObject> objects, Discovery discovery, CancellationToken ct)
    {
        foreach (var (version, kind, ns) in objects.Where(o => o.Name().Length > 0).Select(o => (o.ApiVersion(), o.Kind(), o.Namespace())).Distinct())
        {
            if (await discovery.FindServedAsync(version, kind, ct).ConfigureAwait(false) is { } resource && resource.Namespaced == ns is not null)
            {
                _ = OfAsync(resource, ns, ct);
            }
        }
    }

    /// <summary>The list; empty where the kind is not served.</summary>
    public Task<ListedObjects> OfAsync(ApiResource resource, string? ns, CancellationToken ct) =>
        _lists.GetOrAdd((resource, ns), group => new(() => ListAsync(group.Resource, group.Namespace, ct))).Value;

    private async Task<ListedObjects> ListAsync(ApiResource resource, string? ns, CancellationToken ct)
    {
        try
        {
            return await client.ListAsync(resource, ns, $"{RolloutNames.ReleaseLabel}={release}", ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException e) when (e.Code == 404)
        {
            return new ListedObjects([], "");
        }
    }
}

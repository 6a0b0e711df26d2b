using System.Collections.Concurrent;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>The live objects of a release, one labelled list per kind and namespace, each asked for once however many want it.</summary>
internal sealed class LiveLists(ClusterClient client, string release)
{
    private readonly ConcurrentDictionary<(ApiResource Resource, string? Namespace), Lazy<Task<ListedObjects>>> _lists = new();

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

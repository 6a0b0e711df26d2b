using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>Objects on their way while later waves are waited for: custom ones, of which one may make what a pod misses or waits for, and load balancers.</summary>
internal sealed class CarriedObjects(ClusterView view)
{
    private readonly List<(ApiResource Resource, JsonObject Live)> _items = [];

    /// <summary>What keeps them current.</summary>
    public IEnumerable<Feed> Feeds => _items.Select(FeedOf).Distinct();

    /// <summary>Those that are not ready, as they are now.</summary>
    public IEnumerable<(ObjectKey Key, ObjectStatus Status)> Waiting =>
        Newest.Select(i => (ObjectKey.Of(i.Live), ObjectStatuses.Of(i.Live))).Where(i => i.Item2.Readiness != Readiness.Ready);

    private IEnumerable<(ApiResource Resource, JsonObject Live)> Newest => _items.Select(i => (i.Resource, FeedOf(i).Find(i.Live.Name()) ?? i.Live));

    /// <summary>Takes one along.</summary>
    /// <param name="live">As the write has answered.</param>
    public void Add(ApiResource resource, JsonObject live)
    {
        _items.Add((resource, live));
        view.Follow(resource, live.Namespace()).Put(live);
    }

    /// <summary>Whether a custom one is at work, or may be as soon as what looks after it has started.</summary>
    /// <param name="othersStart">Whether other workloads are still starting.</param>
    public bool MayBring(bool othersStart) => Newest.Where(i => CustomObjects.Is(i.Live)).Any(i => ObjectStatuses.Of(i.Live).Readiness == Readiness.InProgress || (othersStart && i.Live["status"] is null));

    /// <summary>All of them as they are now.</summary>
    public async Task<IReadOnlyList<(ApiResource Resource, JsonObject Live)>> ReadAsync(CancellationToken ct)
    {
        await Task.WhenAll(Feeds.Select(f => f.Listed)).WaitAsync(ct).ConfigureAwait(false);
        return [.. Newest];
    }

    private Feed FeedOf((ApiResource Resource, JsonObject Live) item) => view.Follow(item.Resource, item.Live.Namespace());
}

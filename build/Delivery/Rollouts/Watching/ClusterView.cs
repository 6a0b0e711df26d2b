using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>What is going on in the cluster as far as the rollout looks: a feed per kind and namespace, started when first needed.</summary>
internal sealed class ClusterView(ClusterClient client, string release, TimeProvider time) : IAsyncDisposable
{
    private static readonly ApiResource[] s_aroundWorkloads = [CoreResources.Pod, CoreResources.Event, CoreResources.ReplicaSet];
    private readonly ConcurrentDictionary<(string ApiVersion, string Kind, string? Namespace), Feed> _feeds = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>At most one signal is kept: whoever reads it looks at everything.</summary>
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Follows the objects of the release of one kind in one namespace.</summary>
    public Feed Follow(ApiResource resource, string? ns) => Start(resource, ns, $"{RolloutNames.ReleaseLabel}={release}");

    /// <summary>Follows pods, ReplicaSets and events of a namespace.</summary>
    public IEnumerable<Feed> FollowPods(string ns) => [.. s_aroundWorkloads.Select(r => Start(r, ns, null))];

    /// <summary>Completes at the next change, and at once where something changed since the last call.</summary>
    public async Task ChangedAsync(CancellationToken ct) => await _changes.Reader.ReadAsync(ct).ConfigureAwait(false);

    public IReadOnlyList<JsonObject> Pods(string ns) => Items(CoreResources.Pod, ns);

    public IReadOnlyList<JsonObject> ReplicaSets(string ns) => Items(CoreResources.ReplicaSet, ns);

    /// <summary>Events of the namespace, the oldest first.</summary>
    public IReadOnlyList<JsonObject> Events(string ns) => DecidingEvent.InOrder(Items(CoreResources.Event, ns));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(false);
        _stop.Dispose();
    }

    private Feed Start(ApiResource resource, string? ns, string? labels)
    {
        return _feeds.GetOrAdd((resource.ApiVersion, labels is null ? $"{resource.Kind}, all" : resource.Kind, ns), _ =>
        {
            var feed = new Feed(client, resource, ns, labels, time, () => _changes.Writer.TryWrite(true));
            _running.Add(Task.Run(() => feed.RunAsync(_stop.Token)));
            return feed;
        });
    }

    private IReadOnlyList<JsonObject> Items(ApiResource resource, string ns) =>
        _feeds.TryGetValue((resource.ApiVersion, $"{resource.Kind}, all", ns), out var feed) ? [.. feed.Items] : [];
}

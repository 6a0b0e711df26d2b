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
    private readonly ConcurrentDictionary<string, Surroundings> _around = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>At most one signal is kept: whoever reads it looks at everything.</summary>
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private long _version;

    /// <summary>Follows the objects of the release of one kind in one namespace.</summary>
    public Feed Follow(ApiResource resource, string? ns) => Start(resource, ns, $"{RolloutNames.ReleaseLabel}={release}");

    /// <summary>Follows pods, ReplicaSets and events of a namespace.</summary>
    public IEnumerable<Feed> FollowPods(string ns) => [.. s_aroundWorkloads.Select(r => Start(r, ns, null))];

    /// <summary>Completes at the next change, and at once where something changed since the last call.</summary>
    public async Task ChangedAsync(CancellationToken ct) => await _changes.Reader.ReadAsync(ct).ConfigureAwait(false);

    /// <summary>What the watches have of a namespace now.</summary>
    public Surroundings Around(string ns)
    {
        // read before the objects: what changes meanwhile makes the next one new
        var version = Interlocked.Read(ref _version);
        return _around.TryGetValue(ns, out var known) && known.Version == version
            ? known
            : _around[ns] = new Surroundings(version, Items(CoreResources.Pod, ns), Items(CoreResources.ReplicaSet, ns), Items(CoreResources.Event, ns));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Changed()
    {
        Interlocked.Increment(ref _version);
        _changes.Writer.TryWrite(true);
    }

    private Feed Start(ApiResource resource, string? ns, string? labels)
    {
        return _feeds.GetOrAdd((resource.ApiVersion, labels is null ? $"{resource.Kind}, all" : resource.Kind, ns), _ =>
        {
            var feed = new Feed(client, resource, ns, labels, time, Changed);
            _running.Add(Task.Run(() => feed.RunAsync(_stop.Token)));
            return feed;
        });
    }

    private IReadOnlyList<JsonObject> Items(ApiResource resource, string ns) =>
        _feeds.TryGetValue((resource.ApiVersion, $"{resource.Kind}, all", ns), out var feed) ? [.. feed.Items] : [];
}

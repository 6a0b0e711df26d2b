using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>Pods, ReplicaSets and events of a namespace at one moment, found by whom they belong to: a hundred workloads are judged without looking through everything a hundred times.</summary>
/// <param name="version">Counts the changes that the watches had told until then.</param>
internal sealed class Surroundings(long version, IEnumerable<JsonObject> pods, IEnumerable<JsonObject> replicaSets, IEnumerable<JsonObject> events)
{
    private readonly ILookup<string, JsonObject> _pods = ByOwner(pods);
    private readonly ILookup<string, JsonObject> _replicaSets = ByOwner(replicaSets);
    private readonly Dictionary<string, JsonObject> _single = pods.DistinctBy(pod => pod.Uid()).ToDictionary(pod => pod.Uid(), StringComparer.Ordinal);
    private readonly ILookup<string, JsonObject> _events = DecidingEvent.InOrder(events).ToLookup(e => e.Text("involvedObject", "uid") ?? "", StringComparer.Ordinal);

    public long Version => version;

    public IEnumerable<JsonObject> PodsOf(string owner) => _pods[owner];

    public JsonObject? Pod(string uid) => _single.GetValueOrDefault(uid);

    public IReadOnlyList<JsonObject> ReplicaSetsOf(string owner) => [.. _replicaSets[owner]];

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<JsonObject> EventsAbout(string uid) => [.. _events[uid]];

    private static ILookup<string, JsonObject> ByOwner(IEnumerable<JsonObject> objects) => objects
        .SelectMany(item => item.Items("metadata", "ownerReferences").Select(owner => (Owner: owner.Text("uid") ?? "", Item: item)))
        .ToLookup(pair => pair.Owner, pair => pair.Item, StringComparer.Ordinal);
}

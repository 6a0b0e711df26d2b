using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>What checks read of the cluster: each list once, and what may not be read is said instead of being an error.</summary>
internal sealed class ClusterFacts(ClusterClient client)
{
    private readonly ConcurrentDictionary<(ApiResource Resource, string? Namespace, string? Labels), Lazy<Task<IReadOnlyList<JsonObject>?>>> _lists = new();
    private readonly ConcurrentDictionary<string, bool> _withheld = new(StringComparer.Ordinal);

    /// <summary>The API server, for what is no list.</summary>
    public ClusterClient Client { get; } = client;

    /// <summary>The objects; null where they may not be listed or the kind is not served.</summary>
    public Task<IReadOnlyList<JsonObject>?> ListAsync(ApiResource resource, string? ns, CancellationToken ct, string? labels = null) =>
        _lists.GetOrAdd((resource, ns, labels), asked => new(() => ReadAsync(asked.Resource, asked.Namespace, asked.Labels, ct))).Value;

    /// <summary>One warning for all that could not be looked at.</summary>
    public IEnumerable<Finding> Withheld() => _withheld.IsEmpty ? [] : [Finding.Warning($"{string.Join(", ", _withheld.Keys.Order(StringComparer.Ordinal))} may not be listed, so what depends on them was not looked at")];

    private async Task<IReadOnlyList<JsonObject>?> ReadAsync(ApiResource resource, string? ns, string? labels, CancellationToken ct)
    {
        try
        {
            return (await Client.ListAsync(resource, ns, labels, ct).ConfigureAwait(false)).Items;
        }
        catch (ApiRefusedException e) when (e.Code is 403 or 404 or 501)
        {
            _withheld[ns is null ? resource.Plural : $"{resource.Plural} of namespace {ns}"] = true;
            return null;
        }
    }
}

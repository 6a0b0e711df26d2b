using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>
/// Reads what is live of the desired objects: one labelled list per kind and namespace, all at once, then single reads for those not found. Where many of a
/// kind are not found, a list of names tells first which of them are there at all: of a first installation hardly any.
/// </summary>
internal sealed class LiveReader(ClusterClient client, LiveLists lists)
{
    private const int Many = 8;

    /// <summary>The live objects by key; what is missing does not exist.</summary>
    public async Task<IReadOnlyDictionary<ObjectKey, JsonObject>> ReadAsync(IReadOnlyList<(JsonObject Item, ApiResource Resource)> wanted, CancellationToken ct)
    {
        var found = new ConcurrentDictionary<ObjectKey, JsonObject>();
        var groups = wanted.Select(w => (w.Resource, Namespace: w.Item.Namespace())).Distinct();
        await Parallel.ForEachAsync(groups, AtOnce.Options(ct), async (group, token) =>
        {
            foreach (var item in (await lists.OfAsync(group.Resource, group.Namespace, token).ConfigureAwait(false)).Items)
            {
                found[ObjectKey.Of(item)] = item;
            }
        }).ConfigureAwait(false);

        // namespaces first: what is in one that does not exist need not be asked for
        var missing = wanted.Where(w => !found.ContainsKey(ObjectKey.Of(w.Item))).ToList();
        await FindAsync(missing.Where(m => m.Item.Kind() == "Namespace"), found, ct).ConfigureAwait(false);
        var absent = missing.Where(m => m.Item.Kind() == "Namespace" && !found.ContainsKey(ObjectKey.Of(m.Item))).Select(m => m.Item.Name()).ToHashSet(StringComparer.Ordinal);
        var open = missing.Where(m => m.Item.Kind() != "Namespace" && !(m.Item.Namespace() is { } ns && absent.Contains(ns))).ToList();
        await FindAsync(await PresentAsync(open, ct).ConfigureAwait(false), found, ct).ConfigureAwait(false);
        return found;
    }

    /// <summary>Without those that a list of names does not have.</summary>
    private async Task<IEnumerable<(JsonObject Item, ApiResource Resource)>> PresentAsync(IReadOnlyList<(JsonObject Item, ApiResource Resource)> items, CancellationToken ct)
    {
        var present = new ConcurrentBag<(JsonObject Item, ApiResource Resource)>();
        await Parallel.ForEachAsync(items.GroupBy(m => (m.Resource, Namespace: m.Item.Namespace())), AtOnce.Options(ct), async (group, token) =>
        {
            var names = group.Count() <= Many ? null : await NamesAsync(group.Key.Resource, group.Key.Namespace, token).ConfigureAwait(false);
            foreach (var item in group.Where(m => names is null || names.Contains(m.Item.Name())))
            {
                present.Add(item);
            }
        }).ConfigureAwait(false);
        return present;
    }

    /// <summary>The names of all objects of a kind; null where the kind is not served.</summary>
    private async Task<IReadOnlySet<string>?> NamesAsync(ApiResource resource, string? ns, CancellationToken ct)
    {
        try
        {
            return (await client.ListAsync(resource, ns, null, ct, metadataOnly: true).ConfigureAwait(false)).Items.Select(o => o.Name()).ToHashSet(StringComparer.Ordinal);
        }
        catch (ApiRefusedException e) when (e.Code == 404)
        {
            return null;
        }
    }

    private Task FindAsync(IEnumerable<(JsonObject Item, ApiResource Resource)> items, ConcurrentDictionary<ObjectKey, JsonObject> found, CancellationToken ct) =>
        Parallel.ForEachAsync(items, AtOnce.Options(ct), async (wanted, token) =>
        {
            if (await client.FindAsync(wanted.Resource, wanted.Item.Namespace(), wanted.Item.Name(), token).ConfigureAwait(false) is { } live)
            {
                found[ObjectKey.Of(wanted.Item)] = live;
            }
        });
}

using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Prune;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Removal;

/// <summary>
/// Decides what of a release goes when all of it is taken off. The rules of pruning hold; kinds that hold data go only with consent, and then only where
/// nothing of others would go with them.
/// </summary>
internal sealed class RemovalPlanner(ClusterClient client, Discovery discovery, string release, IReadOnlySet<string> consent)
{
    private static readonly ApiResource s_claims = new("v1", "PersistentVolumeClaim", "persistentvolumeclaims", true);

    /// <summary>Deletions in the reverse order of the waves, and what stays with its reason.</summary>
    public async Task<IReadOnlyList<Change>> PlanAsync(Inventory inventory, CancellationToken ct)
    {
        var planned = await new PrunePlanner(client, discovery, release, consent).PlanAsync(inventory, new HashSet<ObjectKey>(), ct).ConfigureAwait(false);
        var decided = planned.ToDictionary(change => change.Key);
        // what is in a namespace is decided by now, so that the namespace can be
        foreach (var change in decided.Values.Where(change => change.Action == ChangeAction.Deleted).ToList())
        {
            var reason = change.Key.Kind switch
            {
                "Namespace" => await StaysInAsync(change.Key.Name, decided, ct).ConfigureAwait(false),
                "CustomResourceDefinition" => await ObjectsOfAsync(change.Live!, ct).ConfigureAwait(false),
                _ => null,
            };
            if (reason is not null)
            {
                decided[change.Key] = change with { Action = ChangeAction.Skipped, Reason = reason };
            }
        }

        return [.. planned.Select(change => decided[change.Key])];
    }

    /// <summary>Why a namespace stays: what is in it and stays too would go with it, claims of others as well.</summary>
    private async Task<string?> StaysInAsync(string ns, Dictionary<ObjectKey, Change> decided, CancellationToken ct)
    {
        var claims = await client.ListAsync(s_claims, ns, null, ct, metadataOnly: true).ConfigureAwait(false);
        var stays = decided.Values.Where(change => change.Key.Namespace == ns && change.Action == ChangeAction.Skipped).Select(change => change.Key)
            .Concat(claims.Items.Select(ObjectKey.Of).Where(key => !decided.ContainsKey(key)))
            .Select(key => key.ToString()).Order(StringComparer.Ordinal).ToList();
        return stays.Count == 0 ? null : $"what stays would go with it: {string.Join(", ", stays)}";
    }

    /// <summary>Why a definition stays: objects of its kind that are not of this release.</summary>
    private async Task<string?> ObjectsOfAsync(JsonObject definition, CancellationToken ct)
    {
        var version = definition.Items("spec", "versions").FirstOrDefault(v => v.Flag("served"));
        if (version is null)
        {
            return null;
        }

        var resource = new ApiResource($"{definition.Text("spec", "group")}/{version.Text("name")}", definition.Text("spec", "names", "kind") ?? "", definition.Text("spec", "names", "plural") ?? "", Namespaced: true);
        var others = (await client.ListAsync(resource, null, null, ct, metadataOnly: true).ConfigureAwait(false)).Items.Where(item => item.Label(RolloutNames.ReleaseLabel) != release).Select(ObjectKey.Of).ToList();
        return others.Count == 0 ? null : $"{others.Count} object{(others.Count == 1 ? "" : "s")} of others would go with it, such as {others[0]}";
    }
}

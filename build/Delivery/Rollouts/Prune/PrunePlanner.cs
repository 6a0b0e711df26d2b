using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Prune;

/// <summary>Finds what the release has made and no longer contains, and what of it may go.</summary>
/// <param name="consent">See <see cref="PruneRules.ReasonToKeep"/>.</param>
internal sealed class PrunePlanner(ClusterClient client, Discovery discovery, string release, IReadOnlySet<string>? consent = null)
{
    /// <summary>Deletions in the reverse order of the waves, and what stays with its reason. What is gone already is not listed.</summary>
    public async Task<IReadOnlyList<Change>> PlanAsync(Inventory inventory, IReadOnlySet<ObjectKey> desired, CancellationToken ct)
    {
        var changes = new ConcurrentBag<Change>();
        // once for all that may need them; the name of a definition ends in its group, and all of them whole would be megabytes
        var definitions = new Lazy<Task<ListedObjects>>(() => client.ListAsync(CoreResources.Definition, null, null, ct, metadataOnly: true));
        await Parallel.ForEachAsync(inventory.Entries.Where(e => !desired.Contains(e.Key)), ct, async (entry, token) =>
        {
            if (await discovery.FindServedInGroupAsync(entry.ApiVersion, entry.Kind, token).ConfigureAwait(false) is not { } resource)
            {
                if (await MayBeThereAsync(entry, definitions, token).ConfigureAwait(false))
                {
                    changes.Add(Unserved(entry));
                }

                return;
            }

            if (await client.FindAsync(resource, entry.Namespace, entry.Name, token).ConfigureAwait(false) is not { } live)
            {
                return;
            }

            var reason = PruneRules.ReasonToKeep(entry, live, release, consent);
            changes.Add(new Change
            {
                Key = entry.Key,
                Resource = resource,
                Action = reason is null ? ChangeAction.Deleted : ChangeAction.Skipped,
                Wave = Waves.OfRemoval(live),
                Live = live,
                IsHeld = entry.Held is { } held && held == Pruner.FinalizersOf(live) && live.At("metadata", "deletionTimestamp") is not null,
                Reason = reason ?? "",
            });
        }).ConfigureAwait(false);
        return [.. changes.OrderByDescending(c => c.Wave).ThenBy(c => c.Key.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>
    /// Whether an object of a kind that is not served may exist all the same. With their definition custom objects are gone too; those of other kinds stay where
    /// nobody can read them.
    /// </summary>
    private async Task<bool> MayBeThereAsync(InventoryEntry entry, Lazy<Task<ListedObjects>> definitions, CancellationToken ct)
    {
        if (!CustomObjects.Is(Remembered(entry)))
        {
            return true;
        }

        try
        {
            var names = await definitions.Value.ConfigureAwait(false);
            foreach (var name in names.Items.Select(item => item.Name()).Where(name => name.EndsWith($".{entry.Key.Group}", StringComparison.Ordinal)))
            {
                if ((await client.FindAsync(CoreResources.Definition, null, name, ct).ConfigureAwait(false)).Text("spec", "names", "kind") == entry.Kind)
                {
                    return true;
                }
            }

            return false;
        }
        catch (ApiRefusedException e) when (e.Code == 403)
        {
            return true;
        }
    }

    private Change Unserved(InventoryEntry entry) => new()
    {
        Key = entry.Key,
        Resource = new ApiResource(entry.ApiVersion, entry.Kind, "", entry.Namespace is not null),
        Action = ChangeAction.Skipped,
        Wave = Waves.OfRemoval(Remembered(entry)),
        Live = Remembered(entry),
        Reason = $"its kind is no longer served, in {entry.ApiVersion} or another version, so it cannot be looked at; it is remembered",
    };

    /// <summary>The object as far as it is known without being read.</summary>
    private JsonObject Remembered(InventoryEntry entry) => new()
    {
        ["apiVersion"] = entry.ApiVersion,
        ["kind"] = entry.Kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = entry.Name,
            ["namespace"] = entry.Namespace,
            ["uid"] = entry.Uid,
            ["labels"] = new JsonObject { [RolloutNames.ReleaseLabel] = release },
        },
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Record;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Prune;

/// <summary>Keeps the inventory of a release in a ConfigMap of the cluster it describes: as text that a person can read, packed where that would be more than a ConfigMap holds (1 MiB).</summary>
internal sealed class InventoryStore(ClusterClient client, string release)
{
    private const string Key = "objects";
    private const int LongestText = 512 * 1024;

    public async Task<Inventory> ReadAsync(CancellationToken ct)
    {
        var stored = await client.FindAsync(CoreResources.ConfigMap, RolloutNames.SystemNamespace, RolloutNames.Inventory(release), ct).ConfigureAwait(false);
        return Read(stored);
    }

    /// <summary>What a ConfigMap of an inventory says; empty where it is none.</summary>
    public static Inventory Read(JsonObject? stored) =>
        stored.Text("data", Key) is { } text ? new Inventory(JsonSerializer.Deserialize(text, StoredJson.Default.ListInventoryEntry) ?? [])
        : stored.Text("binaryData", Key) is { } packed ? new Inventory(PackedJson.Unpack(Convert.FromBase64String(packed), StoredJson.Default.ListInventoryEntry) ?? [])
        : Inventory.Empty;

    /// <summary>Drops the inventory: the release owns nothing any more.</summary>
    public Task ClearAsync(CancellationToken ct) =>
        client.DeleteAsync(CoreResources.ConfigMap, RolloutNames.SystemNamespace, RolloutNames.Inventory(release), null, ClusterClient.Background, ct);

    public Task WriteAsync(Inventory inventory, CancellationToken ct)
    {
        var text = JsonSerializer.Serialize(inventory.Entries, StoredJson.Default.IReadOnlyListInventoryEntry);
        var item = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = RolloutNames.Inventory(release),
                ["namespace"] = RolloutNames.SystemNamespace,
                ["labels"] = new JsonObject { [RolloutNames.ManagedByLabel] = RolloutNames.FieldManager },
            },
        };
        if (text.Length <= LongestText)
        {
            item["data"] = new JsonObject { [Key] = text };
        }
        else
        {
            item["binaryData"] = new JsonObject { [Key] = Convert.ToBase64String(PackedJson.Pack(inventory.Entries, StoredJson.Default.IReadOnlyListInventoryEntry)) };
        }

        return client.ApplyAsync(CoreResources.ConfigMap, item, force: true, dryRun: false, ct);
    }
}

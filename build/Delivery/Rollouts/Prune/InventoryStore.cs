using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Prune;

/// <summary>Keeps the inventory of a release in a ConfigMap of the cluster it describes.</summary>
internal sealed class InventoryStore(ClusterClient client, string release)
{
    private const string Key = "objects";

    public async Task<Inventory> ReadAsync(CancellationToken ct)
    {
        var stored = await client.FindAsync(CoreResources.ConfigMap, RolloutNames.SystemNamespace, RolloutNames.Inventory(release), ct).ConfigureAwait(false);
        return Read(stored);
    }

    /// <summary>What a ConfigMap of an inventory says; empty where it is none.</summary>
    public static Inventory Read(JsonObject? stored) =>
        stored.Text("data", Key) is { } text ? new Inventory(JsonSerializer.Deserialize<List<InventoryEntry>>(text) ?? []) : Inventory.Empty;

    /// <summary>Drops the inventory: the release owns nothing any more.</summary>
    public Task ClearAsync(CancellationToken ct) =>
        client.DeleteAsync(CoreResources.ConfigMap, RolloutNames.SystemNamespace, RolloutNames.Inventory(release), null, "Background", ct);

    public Task WriteAsync(Inventory inventory, CancellationToken ct) => client.ApplyAsync(
        CoreResources.ConfigMap,
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = RolloutNames.Inventory(release),
                ["namespace"] = RolloutNames.SystemNamespace,
                ["labels"] = new JsonObject { [RolloutNames.ManagedByLabel] = RolloutNames.FieldManager },
            },
            ["data"] = new JsonObject { [Key] = JsonSerializer.Serialize(inventory.Entries) },
        },
        force: true,
        dryRun: false,
        ct);
}

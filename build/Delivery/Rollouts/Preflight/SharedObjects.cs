using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Prune;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>
/// Objects that another release has made and still counts among its own, although no label says so: two releases would take them from each other in
/// turn. What carries another's label, the plan refuses itself.
/// </summary>
internal sealed class SharedObjects : IPreflightCheck
{
    public async Task<IReadOnlyList<Finding>> FindAsync(PreflightContext context, CancellationToken ct)
    {
        var claimed = context.Writes.Where(c => c.Live?.Label(RolloutNames.ReleaseLabel) is null).ToList();
        if (claimed.Count == 0)
        {
            return [];
        }

        var stored = await context.Facts.ListAsync(CoreResources.ConfigMap, RolloutNames.SystemNamespace, ct, $"{RolloutNames.ManagedByLabel}={RolloutNames.FieldManager}").ConfigureAwait(false) ?? [];
        var others = stored.Where(c => c.Name().StartsWith(RolloutNames.InventoryPrefix, StringComparison.Ordinal) && c.Name() != RolloutNames.Inventory(context.Release))
            .Select(c => (Release: c.Name()[RolloutNames.InventoryPrefix.Length..], Entries: InventoryStore.Read(c).Entries.ToDictionary(e => e.Key)))
            .ToList();
        return
        [
            .. from change in claimed
               from other in others
               where other.Entries.TryGetValue(change.Key, out var entry) && IsTheSame(entry, change.Live) && change.Desired!.Annotation(RolloutNames.AdoptAnnotation) != other.Release
               select Finding.Problem($"{change.Key}: is in the inventory of release {other.Release}, and two releases cannot own one object; rename it here, take it out there and deploy that first, or adopt it with annotation {RolloutNames.AdoptAnnotation}: {other.Release}"),
        ];
    }

    /// <summary>An object that was deleted and made anew since is nobody's.</summary>
    private static bool IsTheSame(InventoryEntry entry, JsonObject? live) => live is null || entry.Uid is null || entry.Uid == live.Uid();
}

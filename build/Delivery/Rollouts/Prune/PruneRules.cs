using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Prune;

/// <summary>When an object that is no longer desired may be deleted.</summary>
internal static class PruneRules
{
    private const string Consent = "allow";
    private static readonly HashSet<string> HoldingData = new(StringComparer.Ordinal) { "Namespace", "PersistentVolumeClaim", "PersistentVolume", "CustomResourceDefinition" };

    /// <summary>Why the live object stays; null where it may go.</summary>
    public static string? ReasonToKeep(InventoryEntry entry, JsonObject live, string release)
    {
        var wish = live.Annotation(RolloutNames.PruneAnnotation);
        if (wish == "keep")
        {
            return $"annotation {RolloutNames.PruneAnnotation}: keep";
        }

        if (HoldsData(live, entry.Kind) && wish != Consent)
        {
            return $"a {entry.Kind} is pruned only with consent, since data goes with it; delete it by hand, or agree with annotation {RolloutNames.PruneAnnotation}: {Consent}";
        }

        var owner = live.Label(RolloutNames.ReleaseLabel);
        if (owner != release)
        {
            return owner is null ? $"it no longer carries label {RolloutNames.ReleaseLabel}" : $"it belongs to release {owner} now";
        }

        if (entry.Uid is null)
        {
            // a killed run wrote the name ahead and perhaps the object, but not its UID
            return live.Items("metadata", "managedFields").Any(f => f.Text("manager") == RolloutNames.FieldManager) ? null : "it was not made by us";
        }

        return entry.Uid == live.Uid() ? null : "it was deleted and made anew by somebody else (its UID is another)";
    }

    /// <summary>Whether what is deleted with the object is more than the object.</summary>
    private static bool HoldsData(JsonObject live, string kind) =>
        HoldingData.Contains(kind) || live.Text("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete";

    /// <summary>Whether an object that stays is still ours to remember.</summary>
    public static bool StaysInInventory(InventoryEntry entry, JsonObject live, string release) =>
        live.Label(RolloutNames.ReleaseLabel) == release && (entry.Uid is null || entry.Uid == live.Uid());
}

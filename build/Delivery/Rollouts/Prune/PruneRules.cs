using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Secrets;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Prune;

/// <summary>When an object that is no longer desired may be deleted.</summary>
internal static class PruneRules
{
    private const string Consent = "allow";
    private const string Keep = "keep";

    /// <summary>How charts say it.</summary>
    private const string ResourcePolicy = "helm.sh/resource-policy";

    private static readonly HashSet<string> HoldingData = new(StringComparer.Ordinal) { "Namespace", "PersistentVolumeClaim", "PersistentVolume", "CustomResourceDefinition" };

    /// <summary>Why the live object stays; null where it may go.</summary>
    /// <param name="consent">The kinds of data that may go where a whole release is taken off; null where single objects are pruned.</param>
    public static string? ReasonToKeep(InventoryEntry entry, JsonObject live, string release, IReadOnlySet<string>? consent = null)
    {
        var wish = live.Annotation(RolloutNames.PruneAnnotation);
        if (wish == Keep)
        {
            return $"annotation {RolloutNames.PruneAnnotation}: {Keep}";
        }

        if (live.Annotation(ResourcePolicy) == Keep && wish != Consent)
        {
            return $"annotation {ResourcePolicy}: {Keep}";
        }

        if (DataOf(live, entry.Kind, consent is not null) is { } data && wish != Consent && consent?.Contains(data) != true)
        {
            return consent is null
                ? $"a {entry.Kind} is pruned only with consent, since data goes with it; delete it by hand, or agree with annotation {RolloutNames.PruneAnnotation}: {Consent}"
                : $"data would go with a {entry.Kind}; --consent {data} lets it go";
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

    /// <summary>The kind of what is deleted with the object and is more than the object; null where there is no such thing.</summary>
    /// <param name="isRemoval">Passwords and keys made in the cluster open what stays when a release is taken off; one by one they go when another has taken their place.</param>
    private static string? DataOf(JsonObject live, string kind, bool isRemoval)
    {
        if (HoldingData.Contains(kind) || (isRemoval && GeneratedSecrets.RuleOf(live) is not null))
        {
            return kind;
        }

        return live.Text("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete" ? "PersistentVolumeClaim" : null;
    }

    /// <summary>Whether an object that stays is still ours to remember.</summary>
    public static bool StaysInInventory(InventoryEntry entry, JsonObject live, string release) =>
        live.Label(RolloutNames.ReleaseLabel) == release && (entry.Uid is null || entry.Uid == live.Uid());
}

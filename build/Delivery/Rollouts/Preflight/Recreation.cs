using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>
/// When an object whose change the API server never accepts may be deleted and made anew: where it says so itself (annotation
/// <c>sitebuilder.dev/recreate: allow</c>), and never where data would go with it.
/// </summary>
internal static class Recreation
{
    public const string Allowed = "allow";

    private static readonly HashSet<string> s_never = new(StringComparer.Ordinal) { "Namespace", "PersistentVolumeClaim", "PersistentVolume", "CustomResourceDefinition" };

    /// <summary>Whether the kind can be made anew at all.</summary>
    public static bool IsPossible(ObjectKey key) => !s_never.Contains(key.Kind);

    /// <summary>Whether the object asks for it.</summary>
    public static bool IsAsked(JsonObject desired) => desired.Annotation(RolloutNames.RecreateAnnotation) == Allowed;

    /// <summary>Why it is not done although it is asked for; null where it is done.</summary>
    public static string? Problem(JsonObject desired, JsonObject live)
    {
        var key = ObjectKey.Of(desired);
        return !IsPossible(key) ? $"{key}: a {key.Kind} is never deleted to be made anew: data would go with it; give it a new name, or delete it by hand first"
            : live.Text("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete" ? $"{key}: is not made anew, because its claims would go with it (spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Delete); set that to Retain first"
            : null;
    }
}

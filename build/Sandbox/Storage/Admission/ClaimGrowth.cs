using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Validation;

namespace SiteBuilder.Sandbox.Storage.Admission;

/// <summary>A claim may ask for more only once it has a volume, and only where its StorageClass lets volumes grow (the server's admission plug-in PersistentVolumeClaimResize).</summary>
internal static class ClaimGrowth
{
    private static readonly ObjectKind s_storageClass = new("storage.k8s.io", "StorageClass");

    public static void Check(ResourceKind kind, JsonObject obj, JsonObject old, ClusterState state)
    {
        if (kind.IsCustom || kind.Kind != "PersistentVolumeClaim" || !(AmountRules.Size(Asked(obj)) > AmountRules.Size(Asked(old)))) return;
        var name = obj.Text("metadata", "name") ?? "";
        if (old.Text("status", "phase") != "Bound") throw Refusal.Forbidden(kind, name, "Only bound persistent volume claims can be expanded");
        if (old.Text("spec", "storageClassName") is not { Length: > 0 } className || !state.List(s_storageClass).Any(c => c.Text("metadata", "name") == className && c.Flag("allowVolumeExpansion")))
        {
            throw Refusal.Forbidden(kind, name, "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize");
        }
    }

    private static JsonNode? Asked(JsonObject claim) => claim.At("spec", "resources", "requests", "storage");
}

using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>
/// persistentVolumeClaimRetentionPolicy: a claim that is to go with its StatefulSet or with its pod is owned by it, and the garbage
/// collector does the rest.
/// </summary>
internal static class ClaimRetention
{
    /// <summary>The owners that the claim of a pod should have. The pod is null while it is not made yet.</summary>
    public static JsonArray Owners(JsonObject set, JsonObject? condemned)
    {
        bool withSet = set.Text("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete";
        bool withPod = set.Text("spec", "persistentVolumeClaimRetentionPolicy", "whenScaled") == "Delete";
        return condemned is not null && withPod ? new JsonArray(Ownership.Reference(condemned))
            : withSet ? new JsonArray(Ownership.Reference(set))
            : [];
    }

    /// <summary>Brings the owners of a pod's claims to what the policy says; other owners are left alone.</summary>
    public static void Apply(IClusterObjects objects, JsonObject set, JsonObject pod, bool isCondemned, string fieldManager)
    {
        foreach (JsonObject template in set.Items("spec", "volumeClaimTemplates"))
        {
            ObjectKey key = new(ClusterKinds.PersistentVolumeClaim, set.Namespace(), $"{template.Name()}-{pod.Name()}");
            if (objects.Get(key) is not { } claim || claim.IsDeleting())
            {
                continue;
            }

            JsonArray owners = [.. claim.Items("metadata", "ownerReferences").Where(owner => !IsOurs(owner, set, pod)).Select(owner => (JsonNode?)owner.Copy())];
            foreach (JsonNode? owner in Owners(set, isCondemned ? pod : null))
            {
                owners.Add(owner!.DeepClone());
            }

            if (!JsonNode.DeepEquals(owners, claim.At("metadata", "ownerReferences") ?? new JsonArray()))
            {
                JsonObject changed = claim.Copy();
                changed.Ensure("metadata")["ownerReferences"] = owners;
                objects.Update(changed, fieldManager);
            }
        }
    }

    private static bool IsOurs(JsonObject owner, JsonObject set, JsonObject pod) =>
        (owner.Text("kind") == "StatefulSet" && owner.Text("name") == set.Name()) || (owner.Text("kind") == "Pod" && owner.Text("name") == pod.Name());
}

using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Makes the claims of a pod's ephemeral volumes; they belong to the pod and go with it.</summary>
internal sealed class EphemeralVolumeController(IClusterObjects objects) : IController
{
    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.Pod];

    public static string ClaimName(JsonObject pod, JsonObject volume) => $"{pod.Name()}-{volume.Text("name")}";

    public IEnumerable<ObjectKey> Affected(ObjectChange change) =>
        change.Type != ChangeType.Deleted && change.Object.Items("spec", "volumes").Any(volume => volume.Object("ephemeral") is not null) ? [change.Object.Key()] : [];

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (objects.Get(key) is not { } pod || !pod.IsActive())
        {
            return null;
        }

        foreach (JsonObject volume in pod.Items("spec", "volumes").Where(volume => volume.Object("ephemeral") is not null))
        {
            string name = ClaimName(pod, volume);
            if (objects.Get(new ObjectKey(ClusterKinds.PersistentVolumeClaim, pod.Namespace(), name)) is not null)
            {
                continue;
            }

            JsonObject? template = volume.Object("ephemeral", "volumeClaimTemplate");
            JsonObject metadata = template.Object("metadata")?.Copy() ?? [];
            metadata["name"] = name;
            metadata["namespace"] = pod.Namespace();
            metadata["ownerReferences"] = new JsonArray(Ownership.Reference(pod));
            objects.Create(
                new JsonObject { ["apiVersion"] = "v1", ["kind"] = "PersistentVolumeClaim", ["metadata"] = metadata, ["spec"] = template.At("spec")?.DeepClone() },
                FieldManagers.Controllers);
        }

        return null;
    }
}

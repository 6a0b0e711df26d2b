using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>
/// Binds claims to volumes, each a folder below <paramref name="folder"/>. A claim in use is kept until its last pod is gone; its volume
/// and the folder go with it (reclaim policy Delete) or stay (Retain). What a claim asks for beyond that, it has at once.
/// </summary>
internal sealed class VolumeClaimController(IClusterObjects objects, TimeProvider time, string folder) : IController
{
    public const string Provisioner = "sitebuilder.dev/local";

    private const string Manager = FieldManagers.Controllers;
    private const string Protection = "kubernetes.io/pvc-protection";

    private readonly EventRecorder _events = new(objects, time, "persistentvolume-controller");

    public IReadOnlyCollection<ObjectKind> Watches { get; } =
        [ClusterKinds.PersistentVolumeClaim, ClusterKinds.Pod, ClusterKinds.StorageClass, ClusterKinds.PersistentVolume];

    public IEnumerable<ObjectKey> Affected(ObjectChange change)
    {
        JsonObject obj = change.Object;
        ObjectKind kind = ClusterKinds.Of(obj);
        if (kind == ClusterKinds.PersistentVolumeClaim)
        {
            return [obj.Key()];
        }

        if (kind == ClusterKinds.PersistentVolume)
        {
            return obj.Object("spec", "claimRef") is { } claim
                ? [new ObjectKey(ClusterKinds.PersistentVolumeClaim, claim.Text("namespace") ?? "", claim.Text("name") ?? "")]
                : [obj.Key()];
        }

        return kind == ClusterKinds.Pod
            ? ClaimsOf(obj).Select(name => new ObjectKey(ClusterKinds.PersistentVolumeClaim, obj.Namespace(), name))
            : objects.List(ClusterKinds.PersistentVolumeClaim).Where(claim => claim.Text("spec", "volumeName") is null).Select(claim => claim.Key());
    }

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (key.Kind == ClusterKinds.PersistentVolume)
        {
            Offer(key);
            return null;
        }

        JsonObject? claim = objects.Get(key);
        if (claim is null || claim.IsDeleting())
        {
            if (claim is null || !Users(key).Any())
            {
                Release(key, claim);
            }

            return null;
        }

        if (claim.Text("status", "phase") == "Bound")
        {
            Grow(claim);
            return null;
        }

        string? className = claim.Text("spec", "storageClassName") is { Length: > 0 } named ? named : null;
        JsonObject? storage = objects.List(ClusterKinds.StorageClass).FirstOrDefault(candidate =>
            candidate.Name() == className);
        if (storage.Text("provisioner") != Provisioner)
        {
            string why = storage is null
                ? className is null ? "no persistent volumes available for this claim and no storage class is set" : $"storageclass.storage.k8s.io \"{className}\" not found"
                : $"the sandbox has no provisioner \"{storage.Text("provisioner")}\"";
            if (className is null)
            {
                _events.Normal(claim, "FailedBinding", why);
            }
            else
            {
                _events.Warning(claim, "ProvisioningFailed", why);
            }


            return null;
        }

        if (storage.Text("volumeBindingMode") == "WaitForFirstConsumer" && !Users(key).Any(pod => pod.Text("spec", "nodeName") is not null))
        {
            _events.Normal(claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
            return null;
        }

        Bind(claim, storage!);
        return null;
    }

    /// <summary>A volume that nobody claims is there for the taking.</summary>
    private void Offer(ObjectKey key)
    {
        if (objects.Get(key) is not { } volume || volume.IsDeleting() || volume.Text("status", "phase") != "Pending")
        {
            return;
        }

        var now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        StatusWriter.Write(objects, volume, new JsonObject { ["phase"] = "Available", ["lastPhaseTransitionTime"] = now }, Manager);
    }

    private void Bind(JsonObject claim, JsonObject storage)
    {
        string volumeName = $"pvc-{claim.Uid()}";
        var volumeKey = new ObjectKey(ClusterKinds.PersistentVolume, "", volumeName);
        string size = claim.Text("spec", "resources", "requests", "storage") ?? "1Gi";
        if (objects.Get(volumeKey) is null)
        {
            string path = Path.Combine(folder, volumeName);
            Directory.CreateDirectory(path);
            JsonObject volume = new()
            {
                ["apiVersion"] = "v1",
                ["kind"] = "PersistentVolume",
                ["metadata"] = new JsonObject
                {
                    ["name"] = volumeName,
                    ["annotations"] = new JsonObject { ["pv.kubernetes.io/provisioned-by"] = Provisioner },
                },
                ["spec"] = new JsonObject
                {
                    ["capacity"] = new JsonObject { ["storage"] = size },
                    ["accessModes"] = claim.At("spec", "accessModes")?.DeepClone(),
                    ["hostPath"] = new JsonObject { ["path"] = path, ["type"] = "DirectoryOrCreate" },
                    ["claimRef"] = new JsonObject
                    {
                        ["apiVersion"] = "v1",
                        ["kind"] = "PersistentVolumeClaim",
                        ["namespace"] = claim.Namespace(),
                        ["name"] = claim.Name(),
                        ["uid"] = claim.Uid(),
                    },
                    ["persistentVolumeReclaimPolicy"] = storage.Text("reclaimPolicy") ?? "Delete",
                    ["storageClassName"] = storage.Name(),
                    ["volumeMode"] = claim.Text("spec", "volumeMode") ?? "Filesystem",
                },
            };
            _events.Normal(claim, "ExternalProvisioning", $"Waiting for a volume to be created either by the external provisioner '{Provisioner}' or manually by the system "
                + "administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.");
            volume = objects.Create(volume, Manager);
            StatusWriter.Write(objects, volume, new JsonObject { ["phase"] = "Bound" }, Manager);
        }

        JsonObject bound = claim.Copy();
        bound.Ensure("spec")["volumeName"] = volumeName;
        JsonObject annotations = bound.Ensure("metadata", "annotations");
        annotations["pv.kubernetes.io/bind-completed"] = "yes";
        annotations["pv.kubernetes.io/bound-by-controller"] = "yes";
        annotations["volume.beta.kubernetes.io/storage-provisioner"] = Provisioner;
        annotations["volume.kubernetes.io/storage-provisioner"] = Provisioner;
        bound = objects.Update(bound, Manager);
        StatusWriter.Write(objects, bound, new JsonObject
        {
            ["phase"] = "Bound",
            ["accessModes"] = claim.At("spec", "accessModes")?.DeepClone(),
            ["capacity"] = new JsonObject { ["storage"] = size },
        }, Manager);
    }

    /// <summary>A folder has room for what is asked; so both say at once that the volume has grown.</summary>
    private void Grow(JsonObject claim)
    {
        var asked = claim.Text("spec", "resources", "requests", "storage");
        if (asked is null || asked == claim.Text("status", "capacity", "storage")
            || objects.Get(new ObjectKey(ClusterKinds.PersistentVolume, "", claim.Text("spec", "volumeName") ?? "")) is not { } volume
            || volume.Text("metadata", "annotations", "pv.kubernetes.io/provisioned-by") != Provisioner)
        {
            return;
        }

        var grown = volume.Copy();
        grown.Ensure("spec", "capacity")["storage"] = asked;
        objects.Update(grown, Manager);
        var status = (JsonObject)claim["status"]!.DeepClone();
        status["capacity"] = new JsonObject { ["storage"] = asked };
        StatusWriter.Write(objects, claim, status, Manager);
    }

    private void Release(ObjectKey key, JsonObject? claim)
    {
        if (claim is not null && claim.Texts("metadata", "finalizers").Contains(Protection))
        {
            JsonObject free = claim.Copy();
            free.Ensure("metadata")["finalizers"] = claim.Texts("metadata", "finalizers").Where(name => name != Protection).Select(name => JsonValue.Create(name)).ToJsonArray();
            objects.Update(free, Manager);
            return;
        }

        foreach (JsonObject volume in objects.List(ClusterKinds.PersistentVolume).Where(volume =>
            volume.Text("spec", "claimRef", "namespace") == key.Namespace && volume.Text("spec", "claimRef", "name") == key.Name
            && volume.Text("spec", "claimRef", "uid") != claim?.Uid()))
        {
            if (volume.Text("spec", "persistentVolumeReclaimPolicy") == "Delete")
            {
                if (volume.Text("spec", "hostPath", "path") is { } path && path.StartsWith(folder, StringComparison.Ordinal) && Directory.Exists(path))
                {
                    Directory.Delete(path, recursive: true);
                }

                JsonObject free = volume.Copy();
                free.Ensure("metadata").Remove("finalizers");
                objects.Update(free, Manager);
                objects.Delete(volume.Key(), uid: volume.Uid());
            }
            else
            {
                StatusWriter.Write(objects, volume, new JsonObject { ["phase"] = "Released" }, Manager);
            }
        }
    }

    private IEnumerable<JsonObject> Users(ObjectKey claim) =>
        objects.List(ClusterKinds.Pod, claim.Namespace).Where(pod => !pod.IsFinished() && ClaimsOf(pod).Contains(claim.Name));

    private static IEnumerable<string> ClaimsOf(JsonObject pod) =>
        pod.Items("spec", "volumes").Select(volume => volume.Object("ephemeral") is null
            ? volume.Text("persistentVolumeClaim", "claimName") : EphemeralVolumeController.ClaimName(pod, volume)).OfType<string>();
}

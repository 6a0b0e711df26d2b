using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>What a server does to an object between its defaults and its validation: status, generation, admission, addresses.</summary>
internal static class Preparation
{
    /// <summary>Built-in kinds that count the changes of their spec.</summary>
    private static readonly HashSet<string> Counted = new(StringComparer.Ordinal)
    {
        "Pod", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob", "PodDisruptionBudget", "Ingress", "IngressClass",
        "NetworkPolicy", "CustomResourceDefinition", "PodTemplate", "EndpointSlice", "PriorityClass", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
    };

    /// <summary>Whether the server counts the changes of the kind's objects.</summary>
    public static bool Counts(ResourceKind kind) => kind.IsCustom || Counted.Contains(kind.Kind);

    public static readonly ObjectKind Secret = new("", "Secret");

    private const string TemplateGeneration = "deprecated.daemonset.template.generation";

    public static void Create(ResourceKind kind, JsonObject obj, ClusterState state, bool dryRun)
    {
        if (kind.HasStatus) obj.Remove("status");
        if (Counts(kind)) obj.Need("metadata")["generation"] = 1;
        switch (kind.Kind)
        {
            case "Pod" when !kind.IsCustom:
                PodAdmission.Create(obj, state, kind);
                break;
            case "Namespace":
                AddNamed(obj.Need("spec"), "finalizers", "kubernetes");
                obj["status"] = new JsonObject { ["phase"] = "Active" };
                obj.Need("metadata").Need("labels")["kubernetes.io/metadata.name"] = obj.Text("metadata", "name") ?? "";
                break;
            case "Service" when !kind.IsCustom:
                ServiceAdmission.Create(obj, state.Addresses, dryRun);
                break;
            case "PersistentVolumeClaim":
                obj.Need("status")["phase"] = "Pending";
                DataSources(obj.Need("spec"));
                if (obj.Need("spec")["storageClassName"] is null && obj.At("metadata", "annotations", "volume.beta.kubernetes.io/storage-class") is null && DefaultStorageClass(state) is { } storageClass) obj.Need("spec")["storageClassName"] = storageClass;
                AddFinalizer(obj, "kubernetes.io/pvc-protection");
                break;
            case "PersistentVolume":
                obj["status"] = new JsonObject { ["phase"] = "Pending", ["lastPhaseTransitionTime"] = JsonAccess.Time(state.Time.GetUtcNow()) };
                AddFinalizer(obj, "kubernetes.io/pv-protection");
                break;
            case "Lease":
                DropFields(obj.Need("spec"));
                break;
            case "Job":
                JobSelector(obj);
                break;
            case "CustomResourceDefinition":
                CustomKinds.PrepareNew(obj);
                break;
        }
        if (!kind.IsCustom && kind is { HasStatus: true, Kind: not "CustomResourceDefinition" } && kind.Type.Find("status") is { Always: true } status) CompleteStatus(obj, status);
    }

    /// <summary>Gives back what a write that fails after <see cref="Create"/> took.</summary>
    public static void Abandon(ResourceKind kind, JsonObject obj, ClusterState state)
    {
        if (kind is { Kind: "Service", IsCustom: false }) state.Addresses.Release(obj);
    }

    /// <summary>A write to the object leaves its status alone, a write to the status leaves the rest.</summary>
    public static void KeepOtherParts(ResourceKind kind, JsonObject obj, JsonObject old, string subresource)
    {
        if (subresource == "status")
        {
            foreach (var (name, value) in old.ToList())
            {
                if (name is not ("status" or "metadata")) obj[name] = value?.DeepClone();
            }
            foreach (var name in obj.Select(p => p.Key).ToList())
            {
                if (name is not ("status" or "metadata") && !old.ContainsKey(name)) obj.Remove(name);
            }
            if (KeepsLabels(kind))
            {
                if (old.At("metadata", "labels") is { } labels) obj.Need("metadata")["labels"] = labels.DeepClone();
                else obj.Need("metadata").Remove("labels");
            }
            if (!kind.IsCustom) return;
            var metadata = (JsonObject)old["metadata"]!.DeepClone();
            metadata["managedFields"] = obj["metadata"]!["managedFields"]?.DeepClone();
            obj["metadata"] = metadata;
        }
        else if (kind.HasStatus)
        {
            if (old["status"] is { } status) obj["status"] = status.DeepClone();
            else obj.Remove("status");
        }
    }

    /// <summary>Who writes the status of such an object cannot change its labels.</summary>
    public static bool KeepsLabels(ResourceKind kind) => kind is { Kind: "Deployment", IsCustom: false };

    public static void Update(ResourceKind kind, JsonObject obj, JsonObject old, string subresource, ClusterState state)
    {
        if (subresource.Length == 0 || subresource == "scale")
        {
            switch (kind.Kind)
            {
                case "Service" when !kind.IsCustom:
                    ServiceAdmission.Update(obj, old, state.Addresses);
                    break;
                case "Pod" when !kind.IsCustom:
                    PodAdmission.Update(obj, old);
                    break;
                case "DaemonSet" when !kind.IsCustom:
                    CountTemplate(obj, old);
                    break;
                case "Lease" when !kind.IsCustom:
                    DropFields(obj.Need("spec"));
                    break;
                case "PersistentVolumeClaim" when !kind.IsCustom:
                    DataSources(obj.Need("spec"));
                    break;
                case "Namespace" when !kind.IsCustom:
                    obj["spec"] = old["spec"]?.DeepClone();
                    obj["status"] = old["status"]?.DeepClone();
                    break;
                case "CustomResourceDefinition" when !kind.IsCustom:
                    CustomKinds.PrepareChanged(obj);
                    break;
            }
        }
        if (Counts(kind) && subresource != "status" && SpecChanged(kind, obj, old)) obj.Need("metadata")["generation"] = (old.Number("metadata", "generation") ?? 0) + 1;
    }

    /// <summary>A namespace goes when its controller has emptied it, not when its last finalizer is taken off.</summary>
    public static bool MayVanish(ResourceKind kind, JsonObject obj) =>
        kind.ObjectKind != Bootstrap.Namespace && (kind.ObjectKind != CustomKinds.Definition || !obj["metadata"].Texts("finalizers").Any());

    private static bool SpecChanged(ResourceKind kind, JsonObject obj, JsonObject old)
    {
        if (kind.Kind == "PriorityClass" && !kind.IsCustom) return false;
        if (kind is { IsCustom: false, Kind: "EndpointSlice" } && !JsonAccess.Same(obj.At("metadata", "labels"), old.At("metadata", "labels"))) return true;
        if (kind.IsCustom || kind.Kind is "EndpointSlice" or "PodTemplate")
        {
            return obj.Concat(old).Select(p => p.Key).Distinct()
                .Any(n => n is not "metadata" && (n != "status" || !kind.HasStatus) && !JsonAccess.Same(obj[n], old[n]));
        }
        if (kind.Kind == "Deployment" && !JsonAccess.Same(obj.At("metadata", "annotations"), old.At("metadata", "annotations"))) return true;
        // a pod that is given to a node stays the pod it was
        var kept = kind.Kind == "Pod" && old.Text("spec", "nodeName") is null ? "nodeName" : null;
        return !JsonAccess.Same(Without(obj["spec"], kept), Without(old["spec"], kept));
    }

    private static JsonNode? Without(JsonNode? spec, string? field)
    {
        if (field is null || spec is not JsonObject obj || !obj.ContainsKey(field)) return spec;
        var copy = obj.Clone();
        copy.Remove(field);
        return copy;
    }

    /// <summary>A DaemonSet counts the changes of its template, and shows the number as an annotation.</summary>
    private static void CountTemplate(JsonObject set, JsonObject old)
    {
        var count = long.TryParse(old.Text("metadata", "annotations", TemplateGeneration), CultureInfo.InvariantCulture, out var number) ? number : 1;
        if (!JsonAccess.Same(set.At("spec", "template"), old.At("spec", "template"))) count++;
        set.Need("metadata").Need("annotations")[TemplateGeneration] = count.ToString(CultureInfo.InvariantCulture);
    }

    private static void CompleteStatus(JsonObject obj, FieldSchema status)
    {
        var given = obj["status"] as JsonObject ?? [];
        obj["status"] = new Decoder(null).Struct(given, status.Type!, "status", "", "status");
    }

    /// <summary>Text that is given plainly becomes data.</summary>
    public static void StringData(JsonObject secret)
    {
        if (secret["stringData"] is not JsonObject plain) return;
        secret.Remove("stringData");
        foreach (var (name, value) in plain) secret.Need("data")[name] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value?.GetValue<string>() ?? ""));
    }

    private static string? DefaultStorageClass(ClusterState state) => state.List(new ObjectKind("storage.k8s.io", "StorageClass"))
        .Where(c => c.Text("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true")
        .Select(c => c.Text("metadata", "name")).FirstOrDefault();

    private static void AddFinalizer(JsonObject obj, string name) => AddNamed(obj.Need("metadata"), "finalizers", name);

    private static void AddNamed(JsonObject obj, string list, string name)
    {
        if (obj[list] is not JsonArray names) obj[list] = names = [];
        if (!obj.Texts(list).Contains(name)) names.Add(name);
    }

    /// <summary>Fields of leases that a server ignores unless leaders are coordinated, which they are not.</summary>
    private static void DropFields(JsonObject lease)
    {
        lease.Remove("strategy");
        lease.Remove("preferredHolder");
    }

    /// <summary>What a claim is filled from stands under the field's old and its new name; under the old one only what that could always name.</summary>
    private static void DataSources(JsonObject claim)
    {
        var (source, reference) = (claim.Object("dataSource"), claim.Object("dataSourceRef"));
        if (reference is null && source is not null)
        {
            var usual = source.Text("kind") switch
            {
                "PersistentVolumeClaim" => source.Text("apiGroup") is null or "",
                "VolumeSnapshot" => source.Text("apiGroup") == "snapshot.storage.k8s.io",
                _ => false,
            };
            if (usual) claim["dataSourceRef"] = source.DeepClone();
            else claim.Remove("dataSource");
        }
        else if (source is null && reference is not null && reference.Text("namespace") is null or "")
        {
            claim["dataSource"] = new JsonObject(((string[])["apiGroup", "kind", "name"]).Where(f => reference!.ContainsKey(f)).Select(f => KeyValuePair.Create(f, reference![f]?.DeepClone())));
        }
    }

    private static void JobSelector(JsonObject job)
    {
        var spec = job.Need("spec");
        if (spec.Flag("manualSelector")) return;
        var uid = job.Text("metadata", "uid")!;
        var labels = spec.Need("template").Need("metadata").Need("labels");
        labels["batch.kubernetes.io/controller-uid"] = uid;
        labels["batch.kubernetes.io/job-name"] = job.Text("metadata", "name");
        labels["controller-uid"] = uid;
        labels["job-name"] = job.Text("metadata", "name");
        spec.Need("selector").Need("matchLabels")["batch.kubernetes.io/controller-uid"] = uid;
        job.Need("metadata").Default("labels", labels.DeepClone());
    }
}

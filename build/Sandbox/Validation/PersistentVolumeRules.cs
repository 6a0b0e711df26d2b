using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>PersistentVolumes.</summary>
internal static class PersistentVolumeRules
{
    /// <summary>The kinds of storage in the order in which a real server looks at them.</summary>
    private static readonly string[] Sources =
    [
        "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "flocker", "nfs", "rbd", "quobyte", "cephfs", "iscsi", "cinder", "fc", "flexVolume",
        "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO", "local", "storageos", "csi",
    ];

    private static readonly (string Source, string Name)[] Internal =
    [
        ("gcePersistentDisk", "GCEPersistentDisk"), ("awsElasticBlockStore", "AWSElasticBlockStore"), ("hostPath", "HostPath"), ("glusterfs", "Glusterfs"), ("nfs", "NFS"), ("rbd", "RBD"),
        ("quobyte", "Quobyte"), ("iscsi", "ISCSI"), ("flexVolume", "FlexVolume"), ("cinder", "Cinder"), ("cephfs", "CephFS"), ("fc", "FC"), ("flocker", "Flocker"), ("azureFile", "AzureFile"),
        ("vsphereVolume", "VsphereVolume"), ("azureDisk", "AzureDisk"), ("photonPersistentDisk", "PhotonPersistentDisk"), ("portworxVolume", "PortworxVolume"), ("scaleIO", "ScaleIO"),
        ("local", "Local"), ("storageos", "StorageOS"), ("csi", "CSI"),
    ];

    private const string MountOptions = "volume.beta.kubernetes.io/mount-options";

    /// <summary>What can be told by an annotation how to mount it.</summary>
    private static readonly string[] Mountable =
    [
        "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "nfs", "rbd", "quobyte", "iscsi", "cinder", "cephfs", "azureFile", "vsphereVolume", "azureDisk", "photonPersistentDisk",
    ];

    public static void Check(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        Spec(spec, causes);
        if (obj.At("metadata", "annotations", MountOptions) is not null && !Mountable.Any(spec.ContainsKey)) causes.Add(Cause.Forbidden($"metadata.annotations.{MountOptions}", "may not specify mount options for this volume type"));
        if (old is null) return;
        // a real server looks at the spec of an update twice
        Spec(spec, causes);
        var before = old.Object("spec") ?? [];
        if (Sources.Any(s => !JsonAccess.Same(Comparable(s, spec, before), before[s]))) causes.Add(Cause.Forbidden("spec.persistentvolumesource", $"spec.persistentvolumesource is immutable after creation\n{LineDifference.Of(Shown(before), Shown(spec))}"));
        causes.AddChanged("volumeMode", spec["volumeMode"], before["volumeMode"]);
        NodeAffinity(spec, before, causes);
        if (before["volumeAttributesClassName"] is not null && spec["volumeAttributesClassName"] is null)
        {
            causes.Add(Cause.Forbidden("spec.volumeAttributesClassName", "update from non-nil value to nil is forbidden"));
        }
    }

    public static IEnumerable<string> Warnings(JsonObject obj, JsonObject? old)
    {
        var annotations = obj.Object("metadata", "annotations");
        if (annotations?.ContainsKey("volume.beta.kubernetes.io/storage-class") == true)
        {
            yield return "metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use \"storageClassName\" attribute instead";
        }
        if (annotations?.ContainsKey(MountOptions) == true)
        {
            yield return $"metadata.annotations[{MountOptions}]: deprecated since v1.31; use \"mountOptions\" attribute instead";
        }
        if (obj.Text("spec", "persistentVolumeReclaimPolicy") == "Recycle")
        {
            yield return "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.";
        }
        foreach (var (source, why) in ((string, string)[])
        [
            ("cephfs", "deprecated in v1.28, non-functional in v1.31+"), ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
            ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"), ("storageos", "deprecated in v1.22, non-functional in v1.25+"),
            ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"), ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
        ])
        {
            if (obj.At("spec", source) is not null) yield return $"spec.{(source == "storageos" ? "storageOS" : source)}: {why}";
        }
    }

    private static void Spec(JsonObject spec, List<Cause> causes)
    {
        if (!spec.Texts("accessModes").Any()) causes.Add(Cause.Required("spec.accessModes"));
        ClaimRules.Modes(spec, "spec", causes);
        Capacity(spec, causes);
        causes.AddUnlessOneOf("spec.persistentVolumeReclaimPolicy", spec.Text("persistentVolumeReclaimPolicy"), "Delete", "Recycle", "Retain");
        if (spec.Object("nodeAffinity") is { } affinity)
        {
            if (affinity.Object("required") is { } required) SchedulingRules.NodeSelector(required, "spec.nodeAffinity.required", causes);
            else causes.Add(Cause.Required("spec.nodeAffinity.required", "must specify required node constraints"));
        }
        var given = Sources.Where(s => spec[s] is not null).ToList();
        if (given.Count == 0) causes.Add(Cause.Required("spec", "must specify a volume type"));
        else Source(given[0], spec, causes);
        foreach (var extra in given.Skip(1)) causes.Add(Cause.Forbidden($"spec.{extra}", "may not specify more than 1 volume type"));
        if (spec.Text("hostPath", "path") is ['/', ..] folder && folder.TrimEnd('/').Length == 0 && spec.Text("persistentVolumeReclaimPolicy") == "Recycle")
        {
            causes.Add(Cause.Forbidden("spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'"));
        }
        if (spec.Text("storageClassName") is { Length: > 0 } name) causes.AddInvalid("spec.storageClassName", name, Names.Subdomain(name));
        causes.AddUnlessOneOf("spec.volumeMode", spec.Text("volumeMode"), "Block", "Filesystem");
        if (spec.Text("volumeAttributesClassName") is not { } attributes) return;
        if (attributes.Length == 0) causes.Add(Cause.Required("spec.volumeAttributesClassName", "an empty string is disallowed"));
        else causes.AddInvalid("spec.volumeAttributesClassName", attributes, Names.Subdomain(attributes));
        if (spec["csi"] is null) causes.Add(Cause.Required("spec.csi", "has to be specified when using volumeAttributesClassName"));
    }

    private static void Capacity(JsonObject spec, List<Cause> causes)
    {
        var capacity = spec.Object("capacity");
        if (capacity is null) causes.Add(Cause.Required("spec.capacity"));
        if (capacity is not { Count: 1 } || !capacity.ContainsKey("storage")) causes.Add(new Cause("FieldValueNotSupported", "spec.capacity", $"Unsupported value: {JsonText.Text(SelectorRules.ShownLabels(capacity))}: supported values: \"storage\""));
        foreach (var (name, amount) in capacity ?? [])
        {
            // the number alone is shown here
            if (AmountRules.Size(amount) is { Sign: < 0 } size) causes.Add(Cause.Invalid($"spec.capacity[{name}]", (long)(size / ResourceRules.Whole), "must be a valid resource quantity"));
            if (AmountRules.Size(amount) is { Sign: <= 0 }) causes.Add(Cause.Invalid($"spec.capacity[{name}]", amount, "must be greater than zero"));
        }
    }

    private static void Source(string kind, JsonObject spec, List<Cause> causes)
    {
        var source = spec.Object(kind)!;
        var path = $"spec.{kind}";
        switch (kind)
        {
            case "hostPath" or "nfs":
                VolumeRules.Path(kind, source, path, causes);
                break;
            case "local":
                if (source.Text("path") is not { Length: > 0 } target) causes.Add(Cause.Required($"{path}.path"));
                else VolumeRules.Backsteps(target, $"{path}.path", causes);
                if (spec["nodeAffinity"] is null) causes.Add(Cause.Required("spec.nodeAffinity", "Local volume requires node affinity"));
                break;
            case "csi":
                var driver = source.Text("driver") ?? "";
                if (driver.Length == 0) causes.Add(Cause.Required($"{path}.driver"));
                else
                {
                    if (driver.Length > 63) causes.Add(Cause.TooLong($"{path}.driver", 63));
                    causes.AddInvalid($"{path}.driver", driver, Names.Subdomain(driver.ToLowerInvariant()));
                }
                if (source.Text("volumeHandle") is null or "") causes.Add(Cause.Required($"{path}.volumeHandle"));
                foreach (var secret in (ReadOnlySpan<string>)["controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"])
                {
                    ReferenceRules.Secret(source.Object(secret), $"{path}.{secret}", causes);
                }
                break;
        }
    }

    /// <summary>Every kind of storage with the name that it has in a real server's memory, in the order it has there.</summary>
    private static JsonObject Shown(JsonObject spec) => new(Internal.Select(s => KeyValuePair.Create(s.Name, Shown(s.Source, spec.Object(s.Source)))));

    private static JsonNode? Shown(string kind, JsonObject? source)
    {
        if (source is null) return null;
        return kind switch
        {
            "hostPath" => new JsonObject { ["Path"] = source.Text("path") ?? "", ["Type"] = source.Text("type") ?? "" },
            "nfs" => new JsonObject { ["Server"] = source.Text("server") ?? "", ["Path"] = source.Text("path") ?? "", ["ReadOnly"] = source.Flag("readOnly") },
            "local" => new JsonObject { ["Path"] = source.Text("path") ?? "", ["FSType"] = source["fsType"]?.DeepClone() },
            _ => InternalForm.Of(source, source.Select(p => p.Key)),
        };
    }

    /// <summary>The secret for growing a volume may be named later.</summary>
    private static JsonNode? Comparable(string source, JsonObject spec, JsonObject before)
    {
        const string secret = "controllerExpandSecretRef";
        if (source != "csi" || spec.Object(source) is not { } now || now[secret] is null || before.Object(source) is not { } then || then[secret] is not null) return spec[source];
        var copy = now.Clone();
        copy.Remove(secret);
        return copy;
    }

    private static void NodeAffinity(JsonObject spec, JsonObject before, List<Cause> causes)
    {
        if (before["nodeAffinity"] is null || JsonAccess.Same(spec["nodeAffinity"], before["nodeAffinity"])) return;
        causes.Add(Cause.Invalid("nodeAffinity", InternalForm.Affinity(spec.Object("nodeAffinity")), "field is immutable, except for updating from beta label to GA"));
    }
}

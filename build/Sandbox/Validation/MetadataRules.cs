using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Names, labels, annotations, finalizers and owners.</summary>
internal static class MetadataRules
{
    private const int LargestAnnotations = 256 << 10;

    private static readonly HashSet<string> StandardFinalizers = new(StringComparer.Ordinal) { "kubernetes", "orphan", "foregroundDeletion" };

    private static readonly HashSet<string> Four = new(StringComparer.Ordinal)
    {
        "ConfigMap", "Secret", "ServiceAccount", "Pod", "PersistentVolumeClaim", "Endpoints", "ControllerRevision", "Job", "Ingress", "Role", "RoleBinding",
        "Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding", "StorageClass", "IngressClass",
    };

    public static void Check(ResourceKind kind, JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var metadata = obj.Object("metadata")!;
        if (old is null) Name(kind, metadata, causes);
        var found = new List<Cause>();
        Labels(metadata.Object("labels"), "metadata.labels", found);
        Annotations(metadata, found);
        Owners(metadata, found);
        var repeats = old is null ? 1 : Repeats(kind);
        for (var i = 0; i < repeats; i++) causes.AddRange(found);
        var checkedFinalizers = Finalizers(kind, metadata).ToList();
        for (var i = 0; i < Math.Max(1, repeats - 2); i++) causes.AddRange(checkedFinalizers);
        if (old is not null) NewFinalizers(metadata, old, causes);
    }

    public static void Labels(JsonObject? labels, string path, List<Cause> causes)
    {
        foreach (var (key, value) in labels ?? [])
        {
            causes.AddInvalid(path, key, Names.Qualified(key));
            causes.AddInvalid(path, value!.ToString(), Names.LabelValue(value.ToString()));
        }
    }

    /// <summary>How often a real server finds the same fault in the metadata of an update: it checks them in several places.</summary>
    private static int Repeats(ResourceKind kind) => kind.IsCustom ? 3 : kind.Kind == "PodDisruptionBudget" ? 2 : Four.Contains(kind.Kind) ? 4 : 3;

    private static void Annotations(JsonObject metadata, List<Cause> causes)
    {
        var size = 0;
        foreach (var (key, value) in metadata.Object("annotations") ?? [])
        {
            size += key.Length + value!.ToString().Length;
            causes.AddInvalid("metadata.annotations", key, Names.Qualified(key.ToLowerInvariant()));
        }
        if (size > LargestAnnotations) causes.Add(Cause.TooLong("metadata.annotations", LargestAnnotations));
    }

    private static void Owners(JsonObject metadata, List<Cause> causes)
    {
        string? controller = null;
        foreach (var owner in metadata.Objects("ownerReferences"))
        {
            foreach (var field in (ReadOnlySpan<string>)["apiVersion", "kind", "name", "uid"])
            {
                if (string.IsNullOrEmpty(owner.Text(field))) causes.Add(Cause.Invalid($"metadata.ownerReferences.{field}", "", field is "apiVersion" ? "version must not be empty" : "must not be empty"));
            }
            if (owner.Text("apiVersion")?.Count(c => c == '/') > 1) causes.Add(Cause.Invalid("metadata.ownerReferences.apiVersion", owner.Text("apiVersion"), "version must not be empty"));
            if (owner.Text("kind") == "Event" && owner.Text("apiVersion") is "v1" or "events.k8s.io/v1")
            {
                var version = owner.Text("apiVersion") == "v1" ? "/v1" : owner.Text("apiVersion");
                causes.Add(Cause.Invalid("metadata.ownerReferences", owner, $"{version}, Kind=Event is disallowed from being an owner"));
            }
            if (!owner.Flag("controller")) continue;
            var name = $"{owner.Text("kind")}/{owner.Text("name")}";
            if (controller is null) controller = name;
            else causes.Add(Cause.Invalid("metadata.ownerReferences", metadata["ownerReferences"], $"Only one reference can have Controller set to true. Found \"true\" in references for {controller} and {name}"));
        }
    }

    private static void Name(ResourceKind kind, JsonObject metadata, List<Cause> causes)
    {
        var name = metadata.Text("name") ?? "";
        if (metadata.Text("generateName") is { Length: > 0 } prefix) causes.AddInvalid("metadata.generateName", prefix, Names.Problems(kind.Kind, prefix.TrimEnd('-') + "x"));
        if (name.Length == 0) causes.Add(Cause.Required("metadata.name", "name or generateName is required"));
        else causes.AddInvalid("metadata.name", name, Names.Problems(kind.Kind, name));
    }

    private static IEnumerable<Cause> Finalizers(ResourceKind kind, JsonObject metadata)
    {
        var finalizers = metadata.Texts("finalizers").ToList();
        foreach (var finalizer in finalizers)
        {
            foreach (var problem in Names.Qualified(finalizer)) yield return Cause.Invalid("metadata.finalizers", finalizer, problem);
        }
        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
        {
            yield return Cause.Invalid("metadata.finalizers", metadata["finalizers"], "finalizer orphan and foregroundDeletion cannot be both set");
        }
        if (kind.IsCustom || kind.Kind is "Lease" or "PodDisruptionBudget" or "CustomResourceDefinition") yield break;
        for (var i = 0; i < finalizers.Count; i++)
        {
            if (finalizers[i].Contains('/', StringComparison.Ordinal) || StandardFinalizers.Contains(finalizers[i])) continue;
            yield return Cause.Invalid($"metadata.finalizers[{i}]", finalizers[i], "name is neither a standard finalizer name nor is it fully qualified");
        }
    }

    private static void NewFinalizers(JsonObject metadata, JsonObject old, List<Cause> causes)
    {
        if (old.At("metadata", "deletionTimestamp") is null) return;
        var added = metadata.Texts("finalizers").Except(old["metadata"].Texts("finalizers")).ToList();
        if (added.Count == 0) return;
        var cause = Cause.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(a => $"\"{a}\""))}}}");
        causes.AddRange([cause, cause]);
    }
}

using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Schemas;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>CustomResourceDefinitions and the kinds they add.</summary>
internal static class CustomKinds
{
    public static readonly ObjectKind Definition = new("apiextensions.k8s.io", "CustomResourceDefinition");

    public const string Cleanup = "customresourcecleanup.apiextensions.k8s.io";

    public static void PrepareNew(JsonObject definition)
    {
        var stored = definition["spec"].Objects("versions").FirstOrDefault(v => v.Flag("storage"))?.Text("name");
        definition["status"] = new JsonObject
        {
            ["conditions"] = null,
            ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
            ["storedVersions"] = stored is null ? null : new JsonArray(stored),
        };
    }

    /// <summary>The version in which objects are kept from now on is one of those in which some may be kept.</summary>
    public static void PrepareChanged(JsonObject definition)
    {
        var stored = definition["spec"].Objects("versions").FirstOrDefault(v => v.Flag("storage"))?.Text("name");
        if (stored is null || definition.Texts("status", "storedVersions").Contains(stored)) return;
        var status = definition.Need("status");
        status["storedVersions"] = new JsonArray([.. definition.Texts("status", "storedVersions").Append(stored).Select(v => JsonValue.Create(v))]);
    }

    /// <summary>Serves the kind, and says so in the status.</summary>
    public static void AfterWrite(ClusterState state, StoredObject stored)
    {
        var definition = stored.Object;
        if (stored.IsBeingDeleted) return;
        Register(state.Kinds, definition);
        if (definition["status"].Objects("conditions").Any(c => c.Text("type") == "Established")
            && JsonAccess.Same(definition.At("spec", "names"), definition.At("status", "acceptedNames"))) return;
        var changed = definition.Clone();
        var now = JsonAccess.Time(state.Time.GetUtcNow());
        var status = changed.Need("status");
        status["conditions"] = new JsonArray(
            Condition("NamesAccepted", "NoConflicts", "no conflicts found", now),
            Condition("Established", "InitialNamesAccepted", "the initial names have been accepted", now));
        status["acceptedNames"] = definition.At("spec", "names")!.DeepClone();
        state.UpdateStatus(changed, "kube-apiserver");
    }

    public static void MarkTerminating(JsonObject definition, string now)
    {
        var status = definition.Need("status");
        if (status["conditions"] is not JsonArray conditions) status["conditions"] = conditions = [];
        conditions.Add(Condition("Terminating", "InstanceDeletionPending", "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon", now));
    }

    public static void AfterRemoval(ClusterState state, StoredObject gone) =>
        state.Kinds.SetCustom(gone.Object.Text("spec", "group")!, gone.Object.Text("spec", "names", "plural")!, []);

    /// <summary>A definition is being deleted: its objects go first.</summary>
    public static void DeleteObjects(ClusterState state, StoredObject definition)
    {
        var kind = new ObjectKind(definition.Object.Text("spec", "group")!, definition.Object.Text("spec", "names", "kind")!);
        foreach (var obj in state.Store.List(kind, null).Objects) state.Delete(obj.Key, DeletePropagation.Background, obj.Uid);
        if (state.Kinds.ByObjectKind(kind) is { } served) FinishDefinition(state, served);
    }

    /// <summary>Ends a definition that is being deleted once no object of it is left.</summary>
    public static void FinishDefinition(ClusterState state, ResourceKind kind)
    {
        var key = new ObjectKey(Definition, "", kind.QualifiedPlural);
        if (state.Store.Get(key) is not { IsBeingDeleted: true } found || state.Store.List(kind.ObjectKind, null).Objects.Count > 0) return;
        if (!found.Metadata.Texts("finalizers").Contains(Cleanup)) return;
        var changed = found.Object.Clone();
        changed.Need("metadata")["finalizers"] = new JsonArray([.. found.Metadata.Texts("finalizers").Where(f => f != Cleanup).Select(f => JsonValue.Create(f))]);
        state.Update(changed, "kube-apiserver");
    }

    public static void Register(KindTable kinds, JsonObject definition)
    {
        var spec = definition.Object("spec")!;
        var names = spec.Object("names")!;
        kinds.SetCustom(spec.Text("group")!, names.Text("plural")!, spec.Objects("versions").Where(v => v.Flag("served")).Select(version => new ResourceKind
        {
            Group = spec.Text("group")!,
            Version = version.Text("name")!,
            Kind = names.Text("kind")!,
            ListKind = names.Text("listKind") ?? $"{names.Text("kind")}List",
            Plural = names.Text("plural")!,
            Singular = names.Text("singular") ?? names.Text("kind")!.ToLowerInvariant(),
            Namespaced = spec.Text("scope") == "Namespaced",
            ShortNames = [.. names.Texts("shortNames")],
            Categories = [.. names.Texts("categories")],
            Subresources = [.. (version.Object("subresources") ?? []).Select(s => s.Key)],
            Type = CustomSchema.Build(version.Object("schema", "openAPIV3Schema") ?? [], names.Text("kind")!),
            Columns = CustomSchema.Columns(version),
            Custom = version,
            Rules = new Lazy<RuleTree?>(() => version.Object("schema", "openAPIV3Schema") is { } schema ? RuleTree.Of(schema, isRoot: true) : null),
        }).ToList());
    }

    private static JsonObject Condition(string type, string reason, string message, string now) => new()
    {
        ["type"] = type,
        ["status"] = "True",
        ["lastTransitionTime"] = now,
        ["reason"] = reason,
        ["message"] = message,
    };
}

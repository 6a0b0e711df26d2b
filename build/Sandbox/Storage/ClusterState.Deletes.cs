using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage;

public sealed partial class ClusterState
{
    private static readonly HashSet<string> Protected = ["default", "kube-system", "kube-public"];

    /// <summary>Deletes or begins to. Returns the object as it then is, and whether it is gone.</summary>
    internal (StoredObject Object, bool Gone) Delete(ResourceKind kind, string ns, string name, DeleteOptions options)
    {
        var gone = false;
        var result = Retry(kind, ns, name, current =>
        {
            if (current is null) throw Refusal.NotFound(kind, name);
            CheckPreconditions(kind, current, options);
            if (current.Key.Kind == Bootstrap.Namespace && Protected.Contains(name)) throw Refusal.Forbidden(kind, name, "this namespace may not be deleted");
            if (options.User is { } user) _policies.Admit("DELETE", kind, "", null, current.Object, user, options.DryRun, options.Warn);
            var marked = Mark(kind, current, options);
            gone = marked is null || Vanishes(kind, marked);
            if (options.DryRun) return marked is null ? current : new StoredObject(current.Key, marked, current.ResourceVersion);
            if (gone)
            {
                if (!_store.Remove(current, marked)) return null;
                AfterRemoval(kind, current);
                return marked is null ? current : new StoredObject(current.Key, marked, current.ResourceVersion);
            }
            if (JsonAccess.Same(marked, current.Object)) return current;
            if (_store.Put(current.Key, marked!, current) is not { } stored) return null;
            return stored;
        });
        if (!gone && !options.DryRun) _garbage.AfterMark(kind, result);
        return (result, gone);
    }

    /// <summary>Takes finalizers off the spec of a namespace that is being deleted.</summary>
    internal StoredObject Finalize(string ns, JsonObject obj, WriteOptions options)
    {
        var kind = Kinds.ByObjectKind(Bootstrap.Namespace)!;
        var stored = Update(kind, "", ns, options, current =>
        {
            var changed = current.Object.Clone();
            changed["spec"] = obj["spec"]?.DeepClone() ?? new JsonObject();
            return changed;
        });
        return stored;
    }

    private static void CheckPreconditions(ResourceKind kind, StoredObject current, DeleteOptions options)
    {
        if (options.Uid is { } uid && uid != current.Uid)
        {
            throw Refusal.Conflict(kind.Kind, current.Key.Name, kind.Group, kind.Kind,
                $"the UID in the precondition ({uid}) does not match the UID in record ({current.Uid}). The object might have been deleted and then recreated");
        }
        if (options.ResourceVersion is { } version && version != current.Metadata.Text("resourceVersion"))
        {
            throw Refusal.Conflict(kind.Kind, current.Key.Name, kind.Group, kind.Kind,
                $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({current.Metadata.Text("resourceVersion")}). The object might have been modified");
        }
    }

    /// <summary>The object as one that is being deleted; null where it goes at once and as it is.</summary>
    private JsonObject? Mark(ResourceKind kind, StoredObject current, DeleteOptions options)
    {
        var finalizers = current.Metadata.Texts("finalizers").ToList();
        if (options.Propagation == DeletePropagation.Orphan && !finalizers.Contains("orphan")) finalizers.Add("orphan");
        if (options.Propagation == DeletePropagation.Foreground && !finalizers.Contains("foregroundDeletion")) finalizers.Add("foregroundDeletion");
        if (options.Propagation is not null)
        {
            if (options.Propagation != DeletePropagation.Orphan) finalizers.Remove("orphan");
            if (options.Propagation != DeletePropagation.Foreground) finalizers.Remove("foregroundDeletion");
        }
        var isDefinition = kind.ObjectKind == CustomKinds.Definition;
        if (isDefinition && !finalizers.Contains(CustomKinds.Cleanup)) finalizers.Add(CustomKinds.Cleanup);
        var isNamespace = kind.ObjectKind == Bootstrap.Namespace;
        var grace = kind.Kind == "Pod" && kind.Group.Length == 0 ? PodGrace(current.Object, options.GracePeriodSeconds) : (long?)null;
        if (finalizers.Count == 0 && grace is null && !isNamespace && !current.IsBeingDeleted) return null;

        var marked = current.Object.Clone();
        var metadata = marked.Need("metadata");
        if (finalizers.Count > 0) metadata["finalizers"] = new JsonArray([.. finalizers.Select(f => JsonValue.Create(f))]);
        else metadata.Remove("finalizers");
        var shortened = grace is not null && metadata.Number("deletionGracePeriodSeconds") is { } old && grace < old;
        if (!current.IsBeingDeleted || shortened)
        {
            metadata["deletionTimestamp"] = JsonAccess.Time(Now().AddSeconds(grace ?? 0));
            if (!isNamespace && !isDefinition) metadata["deletionGracePeriodSeconds"] = grace ?? 0;
            if (!isDefinition && metadata.Number("generation") is { } generation) metadata["generation"] = generation + 1;
        }
        if (isNamespace) marked.Need("status")["phase"] = "Terminating";
        if (isDefinition && !current.IsBeingDeleted) CustomKinds.MarkTerminating(marked, JsonAccess.Time(Now()));
        return marked;
    }

    private static bool Vanishes(ResourceKind kind, JsonObject marked) =>
        marked["metadata"]!["finalizers"] is not JsonArray { Count: > 0 }
        && marked.Number("metadata", "deletionGracePeriodSeconds") is null or 0
        && Preparation.MayVanish(kind, marked);

    /// <summary>How long a pod gets to end. Nothing where no node runs it.</summary>
    private static long PodGrace(JsonObject pod, int? asked)
    {
        if (pod.Text("spec", "nodeName") is null or "" || pod.Text("status", "phase") is "Succeeded" or "Failed") return 0;
        return asked ?? pod.Number("spec", "terminationGracePeriodSeconds") ?? 30;
    }
}

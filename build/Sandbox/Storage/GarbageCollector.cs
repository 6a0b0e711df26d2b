using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>
/// Deletes what lost its last owner, orphans or waits for dependents as a deletion asks, and empties namespaces. Acts within the
/// write that gives cause, so that nothing is left over between two requests.
/// </summary>
internal sealed class GarbageCollector(ClusterState state, ObjectStore store)
{
    private static readonly ObjectKind Pod = new("", "Pod");

    /// <summary>What a crash left undone: dependents without owners, namespaces half emptied.</summary>
    public void CollectAll()
    {
        foreach (var obj in store.Everything())
        {
            if (state.Kinds.ByObjectKind(obj.Key.Kind) is not { } kind) continue;
            AfterWrite(kind, obj);
            if (obj.IsBeingDeleted) AfterMark(kind, obj);
        }
    }

    public void AfterWrite(ResourceKind kind, StoredObject obj)
    {
        if (obj.Owners.Count > 0 && !obj.IsBeingDeleted && obj.Owners.All(o => store.ByUid(o) is null)) Delete(obj, DeletePropagation.Background);
        if (obj.IsBeingDeleted && kind.ObjectKind == Bootstrap.Namespace) FinishNamespace(obj.Key.Name);
    }

    /// <summary>An object is being deleted but still there.</summary>
    public void AfterMark(ResourceKind kind, StoredObject obj)
    {
        if (kind.ObjectKind == Bootstrap.Namespace) EmptyNamespace(obj.Key.Name);
        if (kind.ObjectKind == CustomKinds.Definition) CustomKinds.DeleteObjects(state, obj);
        var finalizers = obj.Metadata.Texts("finalizers").ToList();
        if (finalizers.Contains("orphan"))
        {
            foreach (var dependent in store.DependentsOf(obj.Uid)) Release(dependent, obj.Uid);
            DropFinalizer(obj, "orphan");
        }
        else if (finalizers.Contains("foregroundDeletion"))
        {
            foreach (var dependent in store.DependentsOf(obj.Uid))
            {
                if (dependent.Owners.All(o => o == obj.Uid || store.ByUid(o) is null)) Delete(dependent, DeletePropagation.Foreground);
            }
            FinishForeground(obj.Uid);
        }
    }

    public void AfterRemoval(ResourceKind kind, StoredObject gone)
    {
        foreach (var dependent in store.DependentsOf(gone.Uid))
        {
            if (dependent.Owners.All(o => store.ByUid(o) is null)) Delete(dependent, DeletePropagation.Background);
        }
        foreach (var owner in gone.Owners) FinishForeground(owner);
        if (gone.Key.Namespace.Length > 0)
        {
            if (gone.Key.Kind == Pod && !store.KindsIn(gone.Key.Namespace).Contains(Pod) && store.Get(new ObjectKey(Bootstrap.Namespace, "", gone.Key.Namespace)) is { IsBeingDeleted: true }) EmptyNamespace(gone.Key.Namespace);
            else FinishNamespace(gone.Key.Namespace);
        }
        if (kind.IsCustom) CustomKinds.FinishDefinition(state, kind);
    }

    private void EmptyNamespace(string ns)
    {
        // the pods go first, and the rest only when they are gone
        foreach (var pod in store.List(Pod, ns).Objects) Delete(pod, DeletePropagation.Background);
        if (store.KindsIn(ns).Contains(Pod)) return;
        foreach (var kind in store.KindsIn(ns))
        {
            foreach (var obj in store.List(kind, ns).Objects) Delete(obj, DeletePropagation.Background);
        }
        FinishNamespace(ns);
    }

    /// <summary>Ends a namespace that is being deleted once it is empty.</summary>
    private void FinishNamespace(string ns)
    {
        var key = new ObjectKey(Bootstrap.Namespace, "", ns);
        if (store.Get(key) is not { IsBeingDeleted: true } found || store.KindsIn(ns).Count > 0) return;
        var others = found.Object["spec"].Texts("finalizers").Where(f => f != "kubernetes").ToArray();
        if (others.Length > 0 || found.Metadata.Texts("finalizers").Any())
        {
            // what is left to do is for others
            if (!found.Object["spec"].Texts("finalizers").Contains("kubernetes")) return;
            var rest = new JsonObject { ["spec"] = new JsonObject { ["finalizers"] = new JsonArray([.. others.Select(f => JsonValue.Create(f))]) } };
            state.Finalize(ns, rest, new WriteOptions("kube-controller-manager", "finalize"));
            return;
        }
        var last = found.Object.Clone();
        last.Need("spec").Remove("finalizers");
        store.Remove(found, last);
    }

    /// <summary>Ends an owner whose deletion waits for its dependents once none of those block it.</summary>
    private void FinishForeground(string uid)
    {
        if (store.ByUid(uid) is not { } owner || !owner.Metadata.Texts("finalizers").Contains("foregroundDeletion")) return;
        if (!owner.IsBeingDeleted || store.DependentsOf(uid).Any(d => Blocks(d, uid))) return;
        DropFinalizer(owner, "foregroundDeletion");
    }

    private static bool Blocks(StoredObject dependent, string uid) =>
        dependent.Metadata.Objects("ownerReferences").Any(r => r.Text("uid") == uid && r.Flag("blockOwnerDeletion"));

    private void Release(StoredObject dependent, string uid) => Change(dependent, metadata =>
    {
        var others = metadata.Objects("ownerReferences").Where(r => r.Text("uid") != uid).Select(r => r.DeepClone()).ToArray();
        if (others.Length == 0) metadata.Remove("ownerReferences");
        else metadata["ownerReferences"] = new JsonArray(others);
    });

    private void DropFinalizer(StoredObject obj, string name) => Change(obj, metadata =>
    {
        var others = metadata.Texts("finalizers").Where(f => f != name).Select(f => (JsonNode?)JsonValue.Create(f)).ToArray();
        if (others.Length == 0) metadata.Remove("finalizers");
        else metadata["finalizers"] = new JsonArray(others);
    });

    private void Change(StoredObject obj, Action<JsonObject> change)
    {
        if (state.Kinds.ByObjectKind(obj.Key.Kind) is not { } kind) return;
        try
        {
            state.Update(kind, obj.Key.Namespace, obj.Key.Name, new WriteOptions("kube-controller-manager"), current =>
            {
                var changed = current.Object.Clone();
                change(changed.Need("metadata"));
                changed.Need("metadata").Remove("resourceVersion");
                return changed;
            });
        }
        catch (StatusException e) when (e.Code is 404 or 409)
        {
            // gone by now: nothing to do
        }
    }

    private void Delete(StoredObject obj, DeletePropagation propagation) => state.Delete(obj.Key, propagation, obj.Uid);
}

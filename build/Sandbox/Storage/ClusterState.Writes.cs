using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Fields;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Policies;
using SiteBuilder.Sandbox.Storage.Admission;
using SiteBuilder.Sandbox.Validation;

namespace SiteBuilder.Sandbox.Storage;

public sealed partial class ClusterState
{
    private const int MostAttempts = 20;

    /// <summary>Creates a decoded object. Takes the nodes over.</summary>
    internal StoredObject Create(ResourceKind kind, string ns, JsonObject obj, WriteOptions options)
    {
        var metadata = obj.Need("metadata");
        if (metadata.Text("resourceVersion") is { Length: > 0 } and not "0") throw Refusal.Internal("resourceVersion should not be set on objects to be created");
        NewMetadata(kind, ns, metadata);
        CompleteDefaults(obj, kind);
        ManagedFields.OnUpdate(kind, null, obj, options, Now());
        return Insert(kind, ns, obj, options);
    }

    /// <summary>Changes an object: <paramref name="change"/> gets what is stored and returns the decoded new object, more than once where others write at the same time.</summary>
    internal StoredObject Update(ResourceKind kind, string ns, string name, WriteOptions options, Func<StoredObject, JsonObject> change) =>
        Retry(kind, ns, name, current =>
        {
            if (current is null) throw Refusal.NotFound(kind, name);
            var obj = change(current);
            CheckIdentity(kind, current, obj);
            return Change(kind, current, obj, options);
        });

    /// <summary>A whole object in the place of what is stored; the second value tells that there was none and that its kind is made by an update too.</summary>
    internal (StoredObject Object, bool Created) Put(ResourceKind kind, string ns, string name, JsonObject sent, WriteOptions options)
    {
        var created = false;
        var stored = Retry(kind, ns, name, current =>
        {
            var obj = sent.Clone();
            var uid = obj.Text("metadata", "uid") ?? "";
            created = current is null && options.Subresource.Length == 0 && UpdateRules.Creates(kind);
            if (current is null && !created) throw Refusal.NotFound(kind, name);
            if (uid.Length > 0 && uid != (current?.Uid ?? "")) throw Refusal.OtherUid(kind, ns, name, uid, current?.Uid ?? "");
            if (current is null)
            {
                obj.Need("metadata").Remove("resourceVersion");
                return Create(kind, ns, obj, options);
            }
            CheckIdentity(kind, current, obj);
            if (UpdateRules.NeedsVersion(kind) && obj.Text("metadata", "resourceVersion") is null or "" or "0") throw UpdateRules.VersionMissing(kind, name);
            return Change(kind, current, obj, options);
        });
        return (stored, created);
    }

    /// <summary>Null: someone else has written in between.</summary>
    private StoredObject? Change(ResourceKind kind, StoredObject current, JsonObject obj, WriteOptions options)
    {
        SystemMetadata(current, obj);
        CompleteDefaults(obj, kind);
        Preparation.KeepOtherParts(kind, obj, current.Object, options.Subresource);
        ManagedFields.OnUpdate(kind, current.Object, obj, options, Now());
        return Replace(kind, current, obj, options);
    }

    /// <summary>Runs a write again with the newest object until nobody else has written in between.</summary>
    private StoredObject Retry(ResourceKind kind, string ns, string name, Func<StoredObject?, StoredObject?> attempt)
    {
        for (var i = 0; i < MostAttempts; i++)
        {
            if (attempt(_store.Get(new ObjectKey(kind.ObjectKind, ns, name))) is { } stored) return stored;
        }
        throw Refusal.Stale(kind, name);
    }

    private StoredObject Insert(ResourceKind kind, string ns, JsonObject obj, WriteOptions options)
    {
        var metadata = obj.Need("metadata");
        var generated = metadata.Text("name") is null or "" && metadata.Text("generateName") is { Length: > 0 };
        for (var i = 0; ; i++)
        {
            if (generated) metadata["name"] = Names.Generate(metadata.Text("generateName")!);
            var name = metadata.Text("name") ?? "";
            CheckNamespace(kind, ns, name);
            if (i == 0) Preparation.Create(kind, obj, this, options.DryRun);
            Check(kind, obj, null, options);
            AskPolicies("CREATE", kind, obj, null, options);
            var key = new ObjectKey(kind.ObjectKind, ns, name);
            if (_store.Get(key) is { } taken)
            {
                if (generated && i < 8) continue;
                Preparation.Abandon(kind, obj, this);
                throw Refusal.AlreadyExists(kind, name, taken.IsBeingDeleted);
            }
            Admit(kind, obj, options.DryRun);
            if (options.DryRun)
            {
                Preparation.Abandon(kind, obj, this);
                return new StoredObject(key, obj, 0);
            }
            if (_store.Put(key, obj, null) is { } stored)
            {
                AfterWrite(kind, stored);
                return stored;
            }
        }
    }

    private void Admit(ResourceKind kind, JsonObject obj, bool dryRun)
    {
        try
        {
            LimitRanges.Check(kind, obj, this);
            Quotas.Admit(kind, obj, this, dryRun);
        }
        catch (StatusException)
        {
            Preparation.Abandon(kind, obj, this);
            throw;
        }
    }

    /// <summary>Null: someone else has written in between.</summary>
    private StoredObject? Replace(ResourceKind kind, StoredObject current, JsonObject obj, WriteOptions options)
    {
        Preparation.Update(kind, obj, current.Object, options.Subresource, this);
        Check(kind, obj, current.Object, options);
        ClaimGrowth.Check(kind, obj, current.Object, this);
        AskPolicies("UPDATE", kind, obj, current.Object, options);
        if (ManagedFields.SameButForTimes(current.Object, obj)) return current;
        if (options.DryRun) return new StoredObject(current.Key, obj, current.ResourceVersion);
        var metadata = obj.Need("metadata");
        if (current.IsBeingDeleted && metadata["finalizers"] is not JsonArray { Count: > 0 } && metadata.Number("deletionGracePeriodSeconds") is null or 0 && Preparation.MayVanish(kind, obj))
        {
            if (!_store.Remove(current, obj)) return null;
            AfterRemoval(kind, current);
            return new StoredObject(current.Key, obj, current.ResourceVersion);
        }
        if (_store.Put(current.Key, obj, current) is not { } stored) return null;
        AfterWrite(kind, stored);
        return stored;
    }

    private void NewMetadata(ResourceKind kind, string ns, JsonObject metadata)
    {
        if (kind.IsCustom || Preparation.Counts(kind)) metadata.Remove("generation");
        foreach (var name in (ReadOnlySpan<string>)["resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "managedFields"]) metadata.Remove(name);
        if (kind.Namespaced) metadata["namespace"] = ns;
        else metadata.Remove("namespace");
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = JsonAccess.Time(Now());
    }

    private static void CheckIdentity(ResourceKind kind, StoredObject current, JsonObject obj)
    {
        var metadata = obj.Need("metadata");
        var name = current.Key.Name;
        if (metadata.Text("uid") is { Length: > 0 } uid && uid != current.Uid)
        {
            var cause = Cause.Invalid("metadata.uid", uid, "field is immutable");
            throw Refusal.Invalid(kind, name, kind.Kind is "LimitRange" or "PodDisruptionBudget" or "PersistentVolume" or "EndpointSlice" ? [cause] : [cause, cause]);
        }
        if (metadata.Text("resourceVersion") is not ({ Length: > 0 } and not "0" and var version)) return;
        if (!ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out _)) throw Refusal.Internal($"strconv.ParseUint: parsing \"{version}\": invalid syntax");
        if (version != current.Metadata.Text("resourceVersion")) throw Refusal.Stale(kind, name);
    }

    /// <summary>What no client may change.</summary>
    private static void SystemMetadata(StoredObject current, JsonObject obj)
    {
        var metadata = obj.Need("metadata");
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"])
        {
            if (current.Metadata[name] is { } value) metadata[name] = value.DeepClone();
            else metadata.Remove(name);
        }
    }

    private static void CompleteDefaults(JsonObject obj, ResourceKind kind)
    {
        if (kind.ObjectKind == Preparation.Secret) Preparation.StringData(obj);
        if (kind.IsCustom) CustomObjects.Default(obj, kind.Type);
        else Defaulter.Apply(obj, kind);
    }

    private void CheckNamespace(ResourceKind kind, string ns, string name)
    {
        if (!kind.Namespaced) return;
        if (_store.Get(new ObjectKey(Bootstrap.Namespace, "", ns)) is not { } found) throw Refusal.NotFound(Kinds.ByObjectKind(Bootstrap.Namespace)!, ns);
        if (!found.IsBeingDeleted) return;
        throw Refusal.Forbidden(kind, name, $"unable to create new content in namespace {ns} because it is being terminated",
            new Cause("NamespaceTerminating", "metadata.namespace", $"namespace {ns} is being terminated"));
    }

    private static void Check(ResourceKind kind, JsonObject obj, JsonObject? old, WriteOptions options)
    {
        var causes = Validator.Check(kind, obj, old, options.Subresource, options.Warn);
        if (causes.Count > 0) throw Refusal.Invalid(kind, obj.Text("metadata", "name") ?? "", causes);
        if (options.Warn is not { } warn) return;
        foreach (var warning in ObjectWarnings.Of(kind, obj, old, options.Subresource)) warn(warning);
    }

    /// <summary>Of what the sandbox itself writes, policies are asked about the objects that a controller makes for another one.</summary>
    private void AskPolicies(string operation, ResourceKind kind, JsonObject obj, JsonObject? old, WriteOptions options)
    {
        if (options.User is null && (old is not null || !obj.Objects("metadata", "ownerReferences").Any())) return;
        if (options.Subresource is not ("" or "status")) return;
        try
        {
            _policies.Admit(operation, kind, options.Subresource, obj, old, options.User ?? new User($"system:{options.FieldManager}", "", ["system:authenticated"]), options.DryRun, options.Warn);
        }
        catch (StatusException) when (old is null)
        {
            Preparation.Abandon(kind, obj, this);
            throw;
        }
    }

    private void AfterWrite(ResourceKind kind, StoredObject stored)
    {
        if (stored.Key.Kind == CustomKinds.Definition) CustomKinds.AfterWrite(this, stored);
        if (stored.Key.Kind == Policies.Policy) Policies.AfterWrite(this, stored);
        if (stored.Key.Kind == Bootstrap.Namespace && !stored.IsBeingDeleted) new Bootstrap(this, Options).Furnish(stored.Key.Name);
        if (stored.Key.Kind.Kind == "ConfigMap") new Bootstrap(this, Options).AfterWrite(stored);
        _garbage.AfterWrite(kind, stored);
    }

    private void AfterRemoval(ResourceKind kind, StoredObject gone)
    {
        _addresses.Release(gone.Object);
        if (gone.Key.Kind == CustomKinds.Definition) CustomKinds.AfterRemoval(this, gone);
        _garbage.AfterRemoval(kind, gone);
        new Bootstrap(this, Options).AfterRemoval(gone.Key);
    }

    private DateTimeOffset Now() => _time.GetUtcNow();
}

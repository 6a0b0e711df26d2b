using System.Globalization;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>
/// Versioned objects: one counter for all, compare-and-swap writes, the last changes of every kind, and who owns whom.
/// Knows nothing of what the objects mean.
/// </summary>
internal sealed class ObjectStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKind, KindStore> _kinds = [];
    private readonly Dictionary<string, ObjectKey> _byUid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<ObjectKey>> _dependents = new(StringComparer.Ordinal);
    private readonly List<Subscription> _allKinds = [];
    private readonly Journal? _journal;
    private readonly int _history;
    private long _forgotten = 1;

    public ObjectStore(Journal? journal, int history)
    {
        _journal = journal;
        _history = history;
        if (journal is null) return;
        Version = Math.Max(1, journal.Load(
            obj =>
            {
                if (Kind(obj.Key.Kind).Get(obj.Key.Namespace, obj.Key.Name) is { } old) Unindex(old);
                Kind(obj.Key.Kind).Load(obj);
                Index(obj);
            },
            key =>
            {
                if (Kind(key.Kind).Get(key.Namespace, key.Name) is { } old) Unindex(old);
                Kind(key.Kind).Unload(key);
            }));
        ForgetHistory();
    }

    /// <summary>The version of the last write.</summary>
    public long Version { get; private set; } = 1;

    public StoredObject? Get(ObjectKey key)
    {
        lock (_lock) return _kinds.GetValueOrDefault(key.Kind)?.Get(key.Namespace, key.Name);
    }

    public StoredObject? ByUid(string uid)
    {
        lock (_lock) return _byUid.TryGetValue(uid, out var key) ? _kinds[key.Kind].Get(key.Namespace, key.Name) : null;
    }

    public List<StoredObject> DependentsOf(string uid)
    {
        lock (_lock) return [.. (_dependents.GetValueOrDefault(uid) ?? []).Select(k => _kinds[k.Kind].Get(k.Namespace, k.Name)!)];
    }

    public (List<StoredObject> Objects, long Version) List(ObjectKind kind, string? ns)
    {
        lock (_lock) return (_kinds.GetValueOrDefault(kind)?.List(ns) ?? [], Version);
    }

    /// <summary>The list as it was then; null where that is forgotten.</summary>
    public List<StoredObject>? ListAt(ObjectKind kind, string? ns, long version)
    {
        lock (_lock) return version > Version ? null : Kind(kind).ListAt(ns, version);
    }

    /// <summary>The kinds of which the namespace holds objects.</summary>
    public List<ObjectKind> KindsIn(string ns)
    {
        lock (_lock) return [.. _kinds.Values.Where(k => k.HasAny(ns)).Select(k => k.Kind)];
    }

    public List<StoredObject> Everything()
    {
        lock (_lock) return [.. _kinds.Values.SelectMany(k => k.List(null))];
    }

    /// <summary>Writes where the object is still <paramref name="expected"/> (null: is not there); null where it is not. Takes the nodes over.</summary>
    public StoredObject? Put(ObjectKey key, JsonObject obj, StoredObject? expected)
    {
        lock (_lock)
        {
            var kind = Kind(key.Kind);
            if (!ReferenceEquals(kind.Get(key.Namespace, key.Name), expected)) return null;
            var version = Version + 1;
            ((JsonObject)obj["metadata"]!)["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
            var stored = new StoredObject(key, obj, version);
            _journal?.Put(stored);
            Version = version;
            if (expected is not null) Unindex(expected);
            Index(stored);
            Publish(kind, new StoredChange(expected is null ? ChangeType.Added : ChangeType.Modified, stored, expected));
            return stored;
        }
    }

    /// <summary>Removes where the object is still <paramref name="expected"/>. <paramref name="last"/> is what watches are told, the object itself where null.</summary>
    public bool Remove(StoredObject expected, JsonObject? last = null)
    {
        lock (_lock)
        {
            var kind = Kind(expected.Key.Kind);
            if (!ReferenceEquals(kind.Get(expected.Key.Namespace, expected.Key.Name), expected)) return false;
            var version = Version + 1;
            _journal?.Remove(expected.Key, version);
            Version = version;
            Unindex(expected);
            var gone = (JsonObject)(last ?? expected.Object).DeepClone();
            ((JsonObject)gone["metadata"]!)["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
            Publish(kind, new StoredChange(ChangeType.Deleted, new StoredObject(expected.Key, gone, version), expected));
            return true;
        }
    }

    /// <summary>How many listen to changes now.</summary>
    public int Listeners
    {
        get
        {
            lock (_lock) return _allKinds.Concat(_kinds.Values.SelectMany(kind => kind.Subscriptions)).Distinct().Count();
        }
    }

    /// <summary>What there is now, and every change of these kinds from now on; of all kinds where none is named.</summary>
    public (List<StoredObject> Objects, long Version, Subscription Changes) Subscribe(IReadOnlyCollection<ObjectKind> kinds)
    {
        lock (_lock)
        {
            var subscription = new Subscription(Close);
            if (kinds.Count == 0) _allKinds.Add(subscription);
            foreach (var kind in kinds) Kind(kind).Subscriptions.Add(subscription);
            var stores = kinds.Count == 0 ? _kinds.Values : kinds.Select(Kind);
            return ([.. stores.SelectMany(k => k.List(null))], Version, subscription);
        }
    }

    /// <summary>The changes of one kind after a version. Null where those are forgotten; <paramref name="oldest"/> then says from where they are known.</summary>
    public Subscription? SubscribeAfter(ObjectKind kind, long version, out long oldest)
    {
        lock (_lock)
        {
            var store = Kind(kind);
            oldest = store.Oldest;
            if (version < oldest) return null;
            var subscription = new Subscription(Close);
            foreach (var change in store.ChangesAfter(version)) subscription.Offer(change);
            store.Subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Watches can only start from now on.</summary>
    public void ForgetHistory()
    {
        lock (_lock)
        {
            _forgotten = Version;
            foreach (var kind in _kinds.Values) kind.Forget(Version);
        }
    }

    public void Dispose()
    {
        lock (_lock) _journal?.Dispose();
    }

    private KindStore Kind(ObjectKind kind)
    {
        if (!_kinds.TryGetValue(kind, out var store)) _kinds[kind] = store = new KindStore(kind, _history, _forgotten);
        return store;
    }

    private void Publish(KindStore kind, StoredChange change)
    {
        kind.Publish(change);
        foreach (var subscription in _allKinds) subscription.Offer(change);
        if (_journal is { WantsCompaction: true }) _journal.Compact(_kinds.Values.SelectMany(k => k.List(null)), Version);
    }

    private void Close(Subscription subscription)
    {
        lock (_lock)
        {
            _allKinds.Remove(subscription);
            foreach (var kind in _kinds.Values) kind.Subscriptions.Remove(subscription);
        }
    }

    private void Index(StoredObject obj)
    {
        if (obj.Uid.Length > 0) _byUid[obj.Uid] = obj.Key;
        foreach (var owner in obj.Owners)
        {
            if (!_dependents.TryGetValue(owner, out var keys)) _dependents[owner] = keys = [];
            keys.Add(obj.Key);
        }
    }

    private void Unindex(StoredObject obj)
    {
        _byUid.Remove(obj.Uid);
        foreach (var owner in obj.Owners)
        {
            if (_dependents.GetValueOrDefault(owner) is { } keys && keys.Remove(obj.Key) && keys.Count == 0) _dependents.Remove(owner);
        }
    }
}

namespace SiteBuilder.Sandbox.Storage;

/// <summary>All objects of one kind and their last changes. The caller holds the lock.</summary>
internal sealed class KindStore(ObjectKind kind, int history, long oldest)
{
    private readonly SortedDictionary<string, SortedDictionary<string, StoredObject>> _namespaces = new(StringComparer.Ordinal);
    private readonly Queue<StoredChange> _changes = new();

    public List<Subscription> Subscriptions { get; } = [];

    public ObjectKind Kind { get; } = kind;

    /// <summary>Changes up to this version are forgotten.</summary>
    public long Oldest { get; private set; } = oldest;

    public StoredObject? Get(string ns, string name) => _namespaces.GetValueOrDefault(ns)?.GetValueOrDefault(name);

    public List<StoredObject> List(string? ns)
    {
        var result = new List<StoredObject>();
        if (ns is null)
        {
            foreach (var objects in _namespaces.Values) result.AddRange(objects.Values);
        }
        else if (_namespaces.GetValueOrDefault(ns) is { } objects)
        {
            result.AddRange(objects.Values);
        }
        return result;
    }

    /// <summary>The list as it was at a version, or null where that is forgotten.</summary>
    public List<StoredObject>? ListAt(string? ns, long version)
    {
        if (version < Oldest) return null;
        var objects = List(ns).ToDictionary(o => o.Key);
        foreach (var change in _changes.Reverse().TakeWhile(c => c.ResourceVersion > version))
        {
            if (ns is not null && change.Current.Key.Namespace != ns) continue;
            if (change.Previous is { } previous) objects[change.Current.Key] = previous;
            else objects.Remove(change.Current.Key);
        }
        return [.. objects.Values.OrderBy(o => o.Key.Namespace, StringComparer.Ordinal).ThenBy(o => o.Key.Name, StringComparer.Ordinal)];
    }

    public IEnumerable<StoredChange> ChangesAfter(long version) => _changes.SkipWhile(c => c.ResourceVersion <= version);

    public bool HasAny(string ns) => _namespaces.GetValueOrDefault(ns) is { Count: > 0 };

    public void Load(StoredObject obj)
    {
        var key = obj.Key;
        if (!_namespaces.TryGetValue(key.Namespace, out var objects))
        {
            _namespaces[key.Namespace] = objects = new SortedDictionary<string, StoredObject>(StringComparer.Ordinal);
        }
        objects[key.Name] = obj;
    }

    public void Unload(ObjectKey key)
    {
        if (_namespaces.GetValueOrDefault(key.Namespace) is not { } objects) return;
        objects.Remove(key.Name);
        if (objects.Count == 0) _namespaces.Remove(key.Namespace);
    }

    public void Publish(StoredChange change)
    {
        if (change.Type == ChangeType.Deleted) Unload(change.Current.Key);
        else Load(change.Current);
        _changes.Enqueue(change);
        if (_changes.Count > history) Oldest = _changes.Dequeue().ResourceVersion;
        foreach (var subscription in Subscriptions) subscription.Offer(change);
    }

    public void Forget(long version)
    {
        _changes.Clear();
        Oldest = version;
    }
}

namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>A map, or an object with declared fields.</summary>
internal sealed class MapValue
{
    private readonly Dictionary<object, object?> _entries = new(KeyComparer.Instance);

    /// <summary>The object's type; null for maps.</summary>
    public CelType? Type { get; init; }

    public int Count => _entries.Count;

    public IEnumerable<object> Keys => _entries.Keys;

    public IEnumerable<KeyValuePair<object, object?>> Entries => _entries;

    public bool TryGet(object? key, out object? value)
    {
        value = null;
        if (key is null || !_entries.TryGetValue(key, out value)) return false;
        if (value is Lazy<object?> late) value = late.Value;
        return true;
    }

    /// <param name="value">The value, or a <see cref="Lazy{T}"/> of one that is found when it is asked for.</param>
    public void Set(object key, object? value) => _entries[key] = value;

    /// <exception cref="EvaluationException">The key is there already.</exception>
    public void Insert(object? key, object? value)
    {
        if (key is not (string or long or ulong or bool or double)) throw new EvaluationException($"unsupported key type: {Values.TypeOf(key)}");
        if (!_entries.TryAdd(key, value)) throw new EvaluationException($"insert failed: key {Values.Text(key)} already exists");
    }

    public bool Same(MapValue other) => Count == other.Count && _entries.All(e => other.TryGet(e.Key, out var value) && Values.Same(e.Value, value));

    /// <summary>Numbers are the same key whatever their type.</summary>
    private sealed class KeyComparer : IEqualityComparer<object>
    {
        public static readonly KeyComparer Instance = new();

        public new bool Equals(object? x, object? y) => Values.Same(x, y);

        public int GetHashCode(object obj) => obj switch
        {
            long i => ((double)i).GetHashCode(),
            ulong u => ((double)u).GetHashCode(),
            _ => obj.GetHashCode(),
        };
    }
}

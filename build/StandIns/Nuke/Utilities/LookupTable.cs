using System.Collections;

namespace Nuke.Common.Utilities.Collections;

/// <summary>Several values per key.</summary>
public class LookupTable<TKey, TValue> : ILookup<TKey, TValue>
{
    private readonly Dictionary<TKey, List<TValue>> values = [];

    /// <summary>Number of keys.</summary>
    public int Count => values.Count;

    /// <summary>The values of a key; none where the key is unknown.</summary>
    public IEnumerable<TValue> this[TKey key] => values.TryGetValue(key, out var found) ? found : [];

    /// <summary>Adds a value to a key.</summary>
    public void Add(TKey key, TValue value)
    {
        if (!values.TryGetValue(key, out var list))
            values[key] = list = [];
        list.Add(value);
    }

    /// <summary>Adds values to a key.</summary>
    public void AddRange(TKey key, IEnumerable<TValue> values)
    {
        foreach (var value in values)
            Add(key, value);
    }

    /// <summary>Whether the key has values.</summary>
    public bool Contains(TKey key) => values.ContainsKey(key);

    /// <summary>The keys, each with its values.</summary>
    public IEnumerator<IGrouping<TKey, TValue>> GetEnumerator() => values
        .SelectMany(pair => pair.Value.Select(value => (pair.Key, value)))
        .GroupBy(x => x.Key, x => x.value)
        .GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

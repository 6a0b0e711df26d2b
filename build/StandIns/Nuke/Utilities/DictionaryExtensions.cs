namespace Nuke.Common.Utilities.Collections;

/// <summary>Additions to dictionaries that can be chained.</summary>
public static class DictionaryExtensions
{
    /// <summary>Adds a pair.</summary>
    public static Dictionary<TKey, TValue> AddPair<TKey, TValue>(this Dictionary<TKey, TValue> dictionary, TKey key, TValue value = default)
    {
        dictionary.Add(key, value);
        return dictionary;
    }

    /// <summary>Adds a pair; the value as text.</summary>
    public static Dictionary<TKey, string> AddPair<TKey, TValue>(this Dictionary<TKey, string> dictionary, TKey key, TValue value = default)
    {
        dictionary.Add(key, value?.ToString());
        return dictionary;
    }
}

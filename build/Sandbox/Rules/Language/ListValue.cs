namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>A list, and how the schema tells its elements apart.</summary>
internal sealed class ListValue(IReadOnlyList<object?> items, IReadOnlyList<string>? keys = null, bool isSet = false)
{
    public IReadOnlyList<object?> Items { get; } = items;

    /// <summary>The keys of a list of the type map.</summary>
    public IReadOnlyList<string>? Keys { get; } = keys;

    public bool IsSet { get; } = isSet;

    /// <summary>Sets and maps are the same in any order.</summary>
    public bool Same(ListValue other)
    {
        if (Items.Count != other.Items.Count) return false;
        if (IsSet || Keys is not null) return Items.All(i => other.Items.Any(o => Values.Same(i, o)));
        return Items.Zip(other.Items).All(p => Values.Same(p.First, p.Second));
    }

    /// <summary>The elements of both; in sets and maps, those of the other take the place of their like.</summary>
    public ListValue Plus(ListValue other)
    {
        if (!IsSet && Keys is null) return new ListValue([.. Items, .. other.Items]);
        List<object?> all = [.. Items];
        foreach (var item in other.Items)
        {
            var at = all.FindIndex(i => IsSet ? Values.Same(i, item) : Keys!.All(k => Values.Same(Key(i, k), Key(item, k))));
            if (at < 0) all.Add(item);
            else all[at] = item;
        }
        return new ListValue(all, Keys, IsSet);
    }

    private static object? Key(object? item, string key) => item is MapValue map && map.TryGet(key, out var value) ? value : null;
}

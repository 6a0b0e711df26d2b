namespace SiteBuilder.Delivery.Rollouts.Prune;

/// <summary>Everything a release owns in the cluster, sorted; compared as a whole, so that an unchanged one is not written.</summary>
internal sealed class Inventory
{
    public static readonly Inventory Empty = new([]);

    public Inventory(IEnumerable<InventoryEntry> entries) =>
        Entries = [.. entries.DistinctBy(e => e.Key).OrderBy(e => e.Kind, StringComparer.Ordinal).ThenBy(e => e.Namespace, StringComparer.Ordinal).ThenBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => e.ApiVersion, StringComparer.Ordinal)];

    public IReadOnlyList<InventoryEntry> Entries { get; }

    /// <summary>Both; where both know an object, the entry of <paramref name="newer"/> with the UID that is known.</summary>
    public Inventory Union(Inventory newer)
    {
        var old = Entries.ToDictionary(e => e.Key);
        return new Inventory([.. newer.Entries.Select(e => e.Uid is null && old.TryGetValue(e.Key, out var known) ? e with { Uid = known.Uid } : e), .. Entries]);
    }

    public bool SameAs(Inventory other) => Entries.SequenceEqual(other.Entries);
}

namespace SiteBuilder.Delivery.Rollouts.Prune;

/// <summary>Everything a release owns in the cluster, sorted; compared as a whole, so that an unchanged one is not written.</summary>
internal sealed class Inventory
{
    public static readonly Inventory Empty = new([]);

    public Inventory(IEnumerable<InventoryEntry> entries) =>
        Entries = [.. entries.DistinctBy(e => e.Key).OrderBy(e => e.Kind, StringComparer.Ordinal).ThenBy(e => e.Namespace, StringComparer.Ordinal).ThenBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => e.ApiVersion, StringComparer.Ordinal)];

    public IReadOnlyList<InventoryEntry> Entries { get; }

    /// <summary>
    /// Both; where both know an object, the entry of <paramref name="newer"/>. Where that has no UID the object is about to be made or made anew,
    /// so that the UID of the older entry will be nobody's.
    /// </summary>
    public Inventory Union(Inventory newer) => new([.. newer.Entries, .. Entries]);

    /// <summary>The same objects, but nothing known of how they were applied.</summary>
    public Inventory WithoutHashes() => new(Entries.Select(e => e with { Hash = null }));

    public bool SameAs(Inventory other) => Entries.SequenceEqual(other.Entries);
}

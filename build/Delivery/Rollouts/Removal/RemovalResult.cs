using SiteBuilder.Delivery.Rollouts.Plan;

namespace SiteBuilder.Delivery.Rollouts.Removal;

/// <summary>What taking a release off did.</summary>
public sealed record RemovalResult
{
    /// <summary>Every object of the release with what became of it; what stays says why.</summary>
    public required IReadOnlyList<RolloutEntry> Entries { get; init; }

    /// <summary>Whether there was anything of the release: objects, records or its lock.</summary>
    public required bool Existed { get; init; }

    /// <summary>Names of the releases that the cluster has.</summary>
    public required IReadOnlyList<string> Others { get; init; }

    /// <summary>The objects that stay.</summary>
    public IEnumerable<RolloutEntry> Kept() => Entries.Where(entry => entry.Action == ChangeAction.Skipped);

    /// <summary>In a line.</summary>
    public string ToText()
    {
        var (deleted, kept) = (Entries.Count(entry => entry.Action == ChangeAction.Deleted), Kept().Count());
        return !Existed ? $"nothing is there; releases of the cluster: {(Others.Count == 0 ? "none" : string.Join(", ", Others))}"
            : $"{(deleted == 0 ? "no object was left to delete" : $"{deleted} deleted")}{(kept == 0 ? ", nothing of it is left" : $", {kept} kept")}";
    }
}

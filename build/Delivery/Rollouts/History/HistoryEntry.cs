namespace SiteBuilder.Delivery.Rollouts.History;

/// <summary>One revision of a release.</summary>
public sealed record HistoryEntry
{
    /// <summary>Counts up from 1.</summary>
    public required int Revision { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset When { get; init; }

    /// <summary>Who started it, from which commit, in which run.</summary>
    public required RolloutOrigin Origin { get; init; }

    /// <summary><c>succeeded</c> or <c>failed</c>.</summary>
    public required string Result { get; init; }

    /// <summary>The revision that it went back to; null where it went forward.</summary>
    public int? RollbackTo { get; init; }

    /// <summary>What it changed of the images, a line each, against the revision before; all of them for the first one, none where the one before is not recorded any more.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>The contract migrations that it ran: no rollback goes behind them.</summary>
    public required IReadOnlyList<string> Contracts { get; init; }
}

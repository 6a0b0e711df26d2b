using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>One rollout as it is remembered. Values of Secrets are left out; their keys stay.</summary>
public sealed record ReleaseRecord
{
    /// <summary>The result of a rollout that ended well.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>The result of one that did not.</summary>
    public const string Failed = "failed";

    /// <summary>Name of the release.</summary>
    public required string Release { get; init; }

    /// <summary>Counts up from 1.</summary>
    public required int Revision { get; init; }

    /// <summary><see cref="Succeeded"/> or <see cref="Failed"/>.</summary>
    public required string Result { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset When { get; init; }

    /// <summary>Who and what started it.</summary>
    public required RolloutOrigin Origin { get; init; }

    /// <summary>Image name to reference.</summary>
    public required IReadOnlyDictionary<string, string> Images { get; init; }

    /// <summary>All objects as they were desired.</summary>
    public required IReadOnlyList<JsonObject> Objects { get; init; }

    /// <summary>The revision whose objects these are, where this was a rollback; null where it was none.</summary>
    public int? RollbackTo { get; init; }

    /// <summary>The contract migrations that have run on the data by the end of this rollout, those of earlier ones included.</summary>
    public IReadOnlyList<RanContract> Contracts { get; init; } = [];
}

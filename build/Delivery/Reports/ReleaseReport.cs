using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Removal;

namespace SiteBuilder.Delivery.Reports;

/// <summary>What one run did to a release; kept in <c>artifacts/apply.json</c>, <c>rollback.json</c> and <c>remove.json</c>.</summary>
public sealed record ReleaseReport
{
    /// <summary>Name of the target.</summary>
    public required string Target { get; init; }

    /// <summary>Name of the release.</summary>
    public required string Release { get; init; }

    /// <summary>Who started it, from which commit, in which run.</summary>
    public required RolloutOrigin Origin { get; init; }

    /// <summary>What became of every object; null where it did not get as far as a plan.</summary>
    public RolloutResult? Rollout { get; init; }

    /// <summary>What was taken off; null where nothing was to be, or it failed.</summary>
    public RemovalResult? Removal { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Error { get; init; }
}

namespace SiteBuilder.Model.Environments;

/// <summary>How a roll-out is waited for and what happens when it fails.</summary>
public sealed record RolloutGate
{
    /// <summary>How long the whole roll-out may take. Default: 10 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one object may stand still. Default: 3 minutes; never above <see cref="Deadline"/>.</summary>
    public TimeSpan StallDeadline { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How soon what looks hopeless is given up. Default: normal.</summary>
    public RolloutPace Patience { get; init; } = RolloutPace.Normal;

    /// <summary>What pods without a node are given, where an autoscaler brings nodes when they are needed. Default: null, nodes do not come.</summary>
    public TimeSpan? Autoscaler { get; init; }

    /// <summary>Whether a failed roll-out goes back to the last good release by itself. Default: false.</summary>
    public bool RollbackOnFailure { get; init; }

    /// <summary>Whether a roll-out that only waits gives way to one that came later. Default: false, the later one waits.</summary>
    public bool Supersede { get; init; }

    /// <summary>What becomes of a field of ours that somebody else has set. Default: refuse.</summary>
    public DriftPolicy Drift { get; init; } = DriftPolicy.Refuse;
}

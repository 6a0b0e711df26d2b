namespace SiteBuilder.Rollouts.Tests.Scenarios;

/// <summary>What is in the cluster before the rollout that is looked at.</summary>
internal enum OldState
{
    /// <summary>Only the namespace.</summary>
    None,

    /// <summary>A revision that runs well.</summary>
    Good,

    /// <summary>A revision that crash loops, given up by an earlier rollout.</summary>
    Crashing,

    /// <summary>A revision that never became ready, given up by an earlier rollout.</summary>
    NeverReady,

    /// <summary>A revision whose image is missing, given up by an earlier rollout.</summary>
    NoImage,

    /// <summary>A good revision, and after it one that missed its progress deadline: the good one comes back.</summary>
    GoodThenLate,
}

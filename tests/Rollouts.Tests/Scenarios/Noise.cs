namespace SiteBuilder.Rollouts.Tests.Scenarios;

/// <summary>What goes on beside the rollout and means nothing for it.</summary>
internal enum Noise
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Warnings about an earlier object and an earlier pod of the same names.</summary>
    OldEvents,

    /// <summary>A pod of somebody else that crash loops.</summary>
    CrashingNeighbour,

    /// <summary>A pod of somebody else whose image is missing.</summary>
    HungryNeighbour,
}

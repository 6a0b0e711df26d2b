namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>How far a live object is.</summary>
public enum Readiness
{
    /// <summary>It does what its newest specification asks for.</summary>
    Ready,

    /// <summary>Its controllers are at work, or have not looked at it yet.</summary>
    InProgress,

    /// <summary>It says of itself that it will not get there.</summary>
    Failed,
}

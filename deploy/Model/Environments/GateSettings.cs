namespace SiteBuilder.Model.Environments;

/// <summary>What must hold before and during a roll-out.</summary>
public sealed record GateSettings
{
    /// <summary>The Test stage inside Deploy.</summary>
    public TestGate Test { get; init; } = new();

    /// <summary>The Scan stage.</summary>
    public ScanGate Scan { get; init; } = new();

    /// <summary>The Deploy stage.</summary>
    public RolloutGate Rollout { get; init; } = new();

    /// <summary>The check after the Deploy stage.</summary>
    public SmokeGate Smoke { get; init; } = new();
}

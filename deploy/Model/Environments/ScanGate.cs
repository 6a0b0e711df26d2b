namespace SiteBuilder.Model.Environments;

/// <summary>What an image scan must find nothing of.</summary>
public sealed record ScanGate
{
    /// <summary>Whether a missing scanner fails the stage; otherwise it warns in plain words. Default: true.</summary>
    public bool Required { get; init; } = true;

    /// <summary>The severities that fail the stage. Default: high, critical.</summary>
    public IReadOnlyList<VulnerabilitySeverity> Severities { get; init; } = [VulnerabilitySeverity.High, VulnerabilitySeverity.Critical];

    /// <summary>Whether findings that nobody has fixed yet pass. Default: false.</summary>
    public bool IgnoreUnfixed { get; init; }
}

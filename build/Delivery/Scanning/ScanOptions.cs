namespace SiteBuilder.Delivery.Scanning;

/// <summary>How images are scanned.</summary>
/// <param name="ReportFolder">Holds one Trivy report per image, usually <c>artifacts/scan</c>.</param>
public sealed record ScanOptions(string ReportFolder)
{
    /// <summary>The program; default: <c>trivy</c> on PATH.</summary>
    public string Executable { get; init; } = "trivy";

    /// <summary>Trivy's cache with its database; null = Trivy's own default.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Uses the database that is there and reaches for nothing else; for closed networks.</summary>
    public bool Offline { get; init; }

    /// <summary>The limit of one image; default 5 minutes.</summary>
    public TimeSpan ImageLimit { get; init; } = TimeSpan.FromMinutes(5);
}

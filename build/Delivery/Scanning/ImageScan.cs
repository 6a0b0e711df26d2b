using System.Text.Json.Serialization;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Scanning;

/// <summary>One image of a <see cref="ScanReport"/>.</summary>
/// <param name="Name">The image.</param>
/// <param name="Digest">The digest that was scanned.</param>
/// <param name="Findings">The worst first; empty where it could not be scanned.</param>
/// <param name="FromCache">The report is from before: same digest, same Trivy, same database.</param>
/// <param name="Elapsed">Time spent.</param>
public sealed record ImageScan(ImageName Name, string Digest, IReadOnlyList<Finding> Findings, bool FromCache, TimeSpan Elapsed)
{
    /// <summary>What the gate does not let pass.</summary>
    [JsonIgnore]
    public IEnumerable<Finding> Blocking => Findings.Where(f => f.Blocks);

    /// <summary>Why it could not be scanned.</summary>
    public string? Error { get; init; }
}

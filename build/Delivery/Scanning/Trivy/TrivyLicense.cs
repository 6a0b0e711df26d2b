using System.Text.Json.Serialization;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Scanning.Trivy;

/// <summary>A licence that was found, judged by Trivy's categories.</summary>
public sealed record TrivyLicense
{
    public required string Name { get; init; }

    public required VulnerabilitySeverity Severity { get; init; }

    public string? Category { get; init; }

    [JsonPropertyName("PkgName")]
    public string? Package { get; init; }

    public string? FilePath { get; init; }
}

using System.Text.Json.Serialization;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Scanning.Trivy;

/// <summary>A check of a configuration file, such as a Dockerfile, and how it ended.</summary>
public sealed record TrivyMisconfiguration
{
    [JsonPropertyName("ID")]
    public required string Id { get; init; }

    public required VulnerabilitySeverity Severity { get; init; }

    /// <summary>FAIL or PASS.</summary>
    public string Status { get; init; } = "FAIL";

    public string? Title { get; init; }

    public string? Message { get; init; }

    public string? Resolution { get; init; }

    [JsonPropertyName("PrimaryURL")]
    public string? PrimaryUrl { get; init; }
}

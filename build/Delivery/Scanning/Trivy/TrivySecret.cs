using System.Text.Json.Serialization;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Scanning.Trivy;

/// <summary>Something that looks like a key or password. Trivy has masked the match.</summary>
public sealed record TrivySecret
{
    [JsonPropertyName("RuleID")]
    public required string RuleId { get; init; }

    public required VulnerabilitySeverity Severity { get; init; }

    public string? Category { get; init; }

    public string? Title { get; init; }

    public int StartLine { get; init; }

    public int EndLine { get; init; }
}

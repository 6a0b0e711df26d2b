using System.Text.Json.Serialization;

namespace SiteBuilder.Delivery.Scanning.Trivy;

/// <summary>The distribution whose advisories were used.</summary>
public sealed record TrivyOperatingSystem
{
    public required string Family { get; init; }

    public string? Name { get; init; }

    /// <summary>The distribution no longer publishes fixes for it.</summary>
    [JsonPropertyName("EOSL")]
    public bool IsOutOfSupport { get; init; }
}

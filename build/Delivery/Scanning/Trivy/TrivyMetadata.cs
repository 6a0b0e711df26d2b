using System.Text.Json.Serialization;

namespace SiteBuilder.Delivery.Scanning.Trivy;

/// <summary>What Trivy knows of the artifact as a whole.</summary>
public sealed record TrivyMetadata
{
    [JsonPropertyName("OS")]
    public TrivyOperatingSystem? OperatingSystem { get; init; }

    [JsonPropertyName("ImageID")]
    public string? ImageId { get; init; }

    public IReadOnlyList<string> RepoTags { get; init => field = value ?? []; } = [];
}

using System.Text.Json.Serialization;

namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>Where a layer comes from, for people who look at an image.</summary>
public sealed record HistoryEntry([property: JsonPropertyName("created_by")] string? CreatedBy)
{
    [JsonPropertyName("created"), JsonPropertyOrder(-1)]
    public string? Created { get; init; } = ImageTime.Text;

    [JsonPropertyName("empty_layer")]
    public bool? EmptyLayer { get; init; }
}

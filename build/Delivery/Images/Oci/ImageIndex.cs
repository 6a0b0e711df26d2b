using System.Text.Json.Serialization;

namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>A list of manifests: the entry of a layout, or one image for several platforms.</summary>
public sealed record ImageIndex([property: JsonPropertyName("manifests"), JsonRequired] IReadOnlyList<Descriptor> Manifests)
{
    [JsonPropertyName("schemaVersion"), JsonPropertyOrder(-2)]
    public int SchemaVersion { get; init; } = 2;

    [JsonPropertyName("mediaType"), JsonPropertyOrder(-1)]
    public string MediaType { get; init; } = MediaTypes.Index;
}

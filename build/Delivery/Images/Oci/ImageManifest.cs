using System.Text.Json.Serialization;

namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>An image: its config and its layers, lowest first.</summary>
public sealed record ImageManifest(
    [property: JsonPropertyName("config"), JsonRequired] Descriptor Config,
    [property: JsonPropertyName("layers"), JsonRequired] IReadOnlyList<Descriptor> Layers)
{
    [JsonPropertyName("schemaVersion"), JsonPropertyOrder(-2)]
    public int SchemaVersion { get; init; } = 2;

    [JsonPropertyName("mediaType"), JsonPropertyOrder(-1)]
    public string MediaType { get; init; } = MediaTypes.Manifest;

    [JsonPropertyName("annotations")]
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}

using System.Text.Json.Serialization;

namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>The digests of the uncompressed layers, lowest first.</summary>
public sealed record RootFileSystem([property: JsonPropertyName("diff_ids")] IReadOnlyList<string> DiffIds)
{
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public string Type { get; init; } = "layers";
}

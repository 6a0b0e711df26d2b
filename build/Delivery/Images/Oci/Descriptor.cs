using System.Text.Json.Serialization;

namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>Points at a blob by what it holds.</summary>
/// <param name="MediaType">One of <see cref="MediaTypes"/>.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hexadecimal digits.</param>
/// <param name="Size">Bytes.</param>
public sealed record Descriptor(
    [property: JsonPropertyName("mediaType"), JsonRequired] string MediaType,
    [property: JsonPropertyName("digest"), JsonRequired] string Digest,
    [property: JsonPropertyName("size"), JsonRequired] long Size)
{
    [JsonPropertyName("annotations")]
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    [JsonPropertyName("platform")]
    public ImagePlatform? Platform { get; init; }
}

using System.Text.Json.Serialization;

namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>The config blob of an image: how to run it, and the uncompressed digests of its layers.</summary>
public sealed record ImageConfig(
    [property: JsonPropertyName("architecture")] string Architecture,
    [property: JsonPropertyName("os")] string Os,
    [property: JsonPropertyName("config")] ContainerConfig Config,
    [property: JsonPropertyName("rootfs")] RootFileSystem RootFs)
{
    /// <summary>Fixed, so that the same content is the same image: <see cref="ImageTime.Text"/>.</summary>
    [JsonPropertyName("created"), JsonPropertyOrder(-1)]
    public string? Created { get; init; } = ImageTime.Text;

    [JsonPropertyName("history")]
    public IReadOnlyList<HistoryEntry>? History { get; init; }
}

using System.Text.Json.Serialization;

namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>What an image runs on.</summary>
public sealed record ImagePlatform(
    [property: JsonPropertyName("architecture")] string Architecture,
    [property: JsonPropertyName("os")] string Os)
{
    /// <summary>linux/amd64, what all our images are today.</summary>
    public static ImagePlatform LinuxAmd64 { get; } = new("amd64", "linux");
}

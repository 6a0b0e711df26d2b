using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Images;

/// <summary>The OCI annotations that all our images carry. No commit and no time: they would change the digest of unchanged content.</summary>
internal static class ImageLabels
{
    public static SortedDictionary<string, string> Of(ImageName image) => new(StringComparer.Ordinal)
    {
        ["org.opencontainers.image.title"] = image.Value,
        ["org.opencontainers.image.vendor"] = "SiteBuilder",
    };
}

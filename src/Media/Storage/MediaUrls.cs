namespace SiteBuilder.Media.Storage;

/// <summary>The paths on a brand's host where its files are. What is behind one never changes.</summary>
internal static class MediaUrls
{
    /// <summary>The name of the file as it was uploaded.</summary>
    public const string OriginalName = "original";

    public static string Original(string id, string extension) => $"/media/{id}/{OriginalName}.{extension}";

    public static string Variant(string id, int width) => $"/media/{id}/{width}.webp";
}

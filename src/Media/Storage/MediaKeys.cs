namespace SiteBuilder.Media.Storage;

/// <summary>Where things are in the bucket. The brand stands in every key, and it comes from the host that is asked: nobody reaches another brand's.</summary>
internal static class MediaKeys
{
    /// <summary>What has arrived by signed URLs and was not looked at yet.</summary>
    public const string AllIncoming = "incoming/";

    public static string Incoming(string brand, Guid upload) => $"{AllIncoming}{brand}/{upload:n}";

    public static string Originals(string brand) => $"originals/{brand}/";

    public static string Original(string brand, string id, string extension) => $"{Originals(brand)}{id}.{extension}";

    public static string Variant(string brand, string id, int width) => $"variants/{brand}/{id}/{width}.webp";

    /// <summary>The key of a file of a URL; null where there is no such file whatever was uploaded.</summary>
    public static string? OfFile(string brand, string id, string file)
    {
        if (!MediaId.Is(id))
        {
            return null;
        }

        var (name, extension) = file.Split('.') is [var before, var after] ? (before, after) : ("", "");
        if (name == MediaUrls.OriginalName)
        {
            return Types.MediaTypes.OfExtension(extension) is null ? null : Original(brand, id, extension);
        }

        return extension == "webp" && Images.PictureReader.Widths.Any(width => name == $"{width}") ? $"variants/{brand}/{id}/{file}" : null;
    }
}
